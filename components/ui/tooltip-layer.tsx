'use client';

import { useEffect, useRef, useState } from 'react';
import { Kbd } from './kbd';

const hoverDelayMs = 450;
type Tip = { text: string; keys: string | undefined; target: Element };

/**
 * One tooltip for the whole page: any element with data-tip (and data-tip-keys) gets it on hover and on keyboard
 * focus. It stays under the pointer, goes with Escape (WCAG 1.4.13), and shows above dialogs (top layer). It only
 * repeats an element's label to the eye, so screen readers do not hear it twice.
 */
export function TooltipLayer() {
  const box = useRef<HTMLDivElement>(null);
  const [tip, setTip] = useState<Tip>();

  useEffect(() => listen(setTip), []);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    if (!tip) {
      element.hidePopover?.();
      return;
    }
    element.showPopover?.();
    place(element, tip.target.getBoundingClientRect());
  }, [tip]);

  return (
    <div
      ref={box}
      popover="manual"
      aria-hidden
      data-tooltip
      className="fixed m-0 max-w-72 items-center gap-2 rounded-md border border-line bg-raised px-2 py-1 text-sm text-text shadow-popup [&:popover-open]:flex"
    >
      {tip?.text}
      {tip?.keys && <Kbd>{tip.keys}</Kbd>}
    </div>
  );
}

function listen(show: (tip: Tip | undefined) => void): () => void {
  const abort = new AbortController();
  const options = { signal: abort.signal, passive: true, capture: true };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Element | undefined;

  const hide = () => {
    clearTimeout(timer);
    current = undefined;
    show(undefined);
  };
  const open = (target: Element) => {
    current = target;
    const text = target.getAttribute('data-tip');
    if (text) show({ text, keys: target.getAttribute('data-tip-keys') ?? undefined, target });
  };
  const owner = (event: Event) =>
    event.target instanceof Element ? event.target.closest('[data-tip]') : null;

  document.addEventListener(
    'pointerover',
    (event) => {
      if (event.pointerType === 'touch') return;
      if (event.target instanceof Element && event.target.closest('[data-tooltip]')) return;
      const target = owner(event);
      if (target && target === current) return;
      hide();
      if (target) timer = setTimeout(() => open(target), hoverDelayMs);
    },
    options,
  );
  document.addEventListener(
    'focusin',
    (event) => {
      const target = owner(event);
      if (target?.matches(':focus-visible')) open(target);
      else hide();
    },
    options,
  );
  document.addEventListener('keydown', (event) => event.key === 'Escape' && hide(), options);
  for (const name of ['focusout', 'pointerdown', 'scroll', 'resize'])
    window.addEventListener(name, hide, options);

  return () => {
    clearTimeout(timer);
    abort.abort();
  };
}

/** Below the target, or above it where there is no room; never beyond the window. */
function place(element: HTMLElement, target: DOMRect): void {
  const gap = 6;
  const { width, height } = element.getBoundingClientRect();
  const below = target.bottom + gap;
  const top = below + height > window.innerHeight - gap ? target.top - gap - height : below;
  const left = Math.min(
    Math.max(gap, target.left + target.width / 2 - width / 2),
    window.innerWidth - gap - width,
  );
  element.style.top = `${Math.max(gap, top)}px`;
  element.style.left = `${left}px`;
}
