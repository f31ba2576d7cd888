'use client';

import { Search, X } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Kbd } from '@/components/ui/kbd';
import { useCommands } from './commands';

/** Longer than a fast typist's pause between two keys, shorter than patience. */
const typingPauseMs = 250;

/** Search by name. The words live in the address (/?q=…), so that back, reload and links keep them. */
export function SearchBox() {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const input = useRef<HTMLInputElement>(null);
  const inAddress = (pathname === '/' && params.get('q')) || '';
  const [text, setText] = useState(inAddress);
  const [synced, setSynced] = useState(inAddress);
  if (synced !== inAddress) {
    // The address changed under us (back, a link): it is right, unless the person is typing ahead of it.
    setSynced(inAddress);
    if (text.trim() === synced) setText(inAddress);
  }

  useCommands([{ id: 'search', icon: <Search aria-hidden />, run: () => input.current?.select() }]);

  function go(words: string) {
    const next = new URLSearchParams(pathname === '/' ? params : undefined);
    next.delete('file');
    if (words) next.set('q', words);
    else next.delete('q');
    const href = next.size > 0 ? (`/?${next}` as const) : '/';
    // On the files' page only the list changes: nothing is rendered on the server for it.
    if (pathname === '/') window.history.replaceState(null, '', href);
    else router.push(href);
  }

  const goLatest = useRef(go);
  useEffect(() => {
    goLatest.current = go;
  });
  useEffect(() => {
    if (pathname !== '/' || text.trim() === inAddress) return;
    const timer = setTimeout(() => goLatest.current(text.trim()), typingPauseMs);
    return () => clearTimeout(timer);
  }, [text, pathname, inAddress]);

  return (
    <search className="relative min-w-0 flex-1 md:max-w-md">
      <form
        action="/"
        onSubmit={(event) => {
          event.preventDefault();
          go(text.trim());
        }}
      >
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
        />
        <input
          ref={input}
          name="q"
          type="search"
          aria-label="Search files"
          placeholder="Search files"
          autoComplete="off"
          enterKeyHint="search"
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            if (text) setText('');
            else event.currentTarget.blur();
          }}
          className="peer h-control w-full min-w-0 rounded-md border border-transparent bg-hover pr-10 pl-8 text-base transition-colors focus-visible:border-focus focus-visible:bg-bg focus-visible:outline-1 focus-visible:outline-offset-0 touch:text-lg [&::-webkit-search-cancel-button]:hidden"
        />
        {text ? (
          <IconButton
            size="sm"
            label="Clear the search"
            icon={<X aria-hidden />}
            onClick={() => {
              setText('');
              go('');
              input.current?.focus();
            }}
            className="absolute top-1/2 right-0.5 -translate-y-1/2"
          />
        ) : (
          <span
            aria-hidden
            className="pointer-events-none absolute top-1/2 right-2 hidden -translate-y-1/2 peer-focus:hidden md:block touch:hidden"
          >
            <Kbd>/</Kbd>
          </span>
        )}
      </form>
    </search>
  );
}
