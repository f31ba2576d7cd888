'use client';

import { RotateCw, ZoomIn, ZoomOut } from 'lucide-react';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { placeholderColour } from '@/components/gallery/placeholder';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import type { FileDto } from '@/lib/contracts/files';
import { useSignedUrl } from './signed-url';
import { StageError } from './stage-error';
import { clampTo, fitInto, fitted, type Point, type Size, turn, type Zoom, zoomAt } from './zoom';

type ImageStageProps = {
  file: FileDto;
  rendition: boolean;
  onSwipe: (direction: 'next' | 'previous') => void;
};

const stepFactor = 1.5;
const doubleClickFactor = 2.5;
const swipePx = 60;

/** An image that can be zoomed (wheel, pinch, double click, buttons), moved and turned; swiped when it is not zoomed. */
export function ImageStage({ file, rendition, onSwipe }: ImageStageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useSize(frame);
  const [zoom, setZoom] = useState(fitted);
  const [natural, setNatural] = useState<Size | null>(null);
  const [loaded, setLoaded] = useState(false);
  const { presign, error, renew } = useSignedUrl(file.id);
  const [failures, setFailures] = useState(0);

  const known = file.width && file.height ? { width: file.width, height: file.height } : null;
  const picture = fitInto(known ?? natural ?? room, room, zoom.quarterTurns);
  const change = (next: (now: Zoom) => Zoom) => setZoom((now) => clampTo(next(now), picture, room));
  const gestures = useGestures({ zoom, change, onSwipe });
  useWheelZoom(frame, change);

  const url = rendition ? file.thumbnails?.[1280] : presign?.url;
  const preview = file.thumbnails?.[320];
  const backgroundColor = placeholderColour(file.placeholder);
  if ((error !== null && !rendition) || failures > 1) {
    return (
      <StageError
        title="The image could not be loaded"
        error={error}
        onRetry={() => {
          setFailures(0);
          renew();
        }}
      />
    );
  }
  return (
    <div
      ref={frame}
      className="relative flex size-full touch-none items-center justify-center overflow-hidden"
      style={{ cursor: zoom.scale > 1 ? 'grab' : undefined }}
      {...gestures}
    >
      <div
        style={{
          width: picture.width || undefined,
          height: picture.height || undefined,
          transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale}) rotate(${zoom.quarterTurns * 90}deg)`,
          ...(!loaded && backgroundColor ? { backgroundColor } : {}),
        }}
        // A scan is as white as the page around it.
        className={cx('relative shrink-0 will-change-transform', loaded && 'outline outline-line')}
      >
        {preview && !loaded && (
          <img src={preview} alt="" draggable={false} className="absolute inset-0 size-full" />
        )}
        {url && (
          <img
            src={url}
            alt={file.name}
            draggable={false}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
              setNatural({ width: naturalWidth, height: naturalHeight });
              setLoaded(true);
            }}
            onError={() => {
              setFailures((now) => now + 1);
              renew();
            }}
            className="relative size-full select-none object-contain"
          />
        )}
      </div>
      <div className="absolute bottom-3 flex gap-1 rounded-lg border border-line bg-raised/90 p-1 shadow-popup">
        <IconButton
          label="Zoom out"
          icon={<ZoomOut aria-hidden />}
          disabled={zoom.scale === 1}
          onClick={() => change((now) => zoomAt(now, { x: 0, y: 0 }, 1 / stepFactor))}
        />
        <IconButton
          label="Zoom in"
          icon={<ZoomIn aria-hidden />}
          onClick={() => change((now) => zoomAt(now, { x: 0, y: 0 }, stepFactor))}
        />
        <IconButton label="Turn the view" icon={<RotateCw aria-hidden />} onClick={() => setZoom(turn)} />
      </div>
    </div>
  );
}

type Change = (next: (now: Zoom) => Zoom) => void;

/** Pointers on the stage: one moves or swipes, two pinch, a double click zooms to the spot and back. */
function useGestures({
  zoom,
  change,
  onSwipe,
}: {
  zoom: Zoom;
  change: Change;
  onSwipe: ImageStageProps['onSwipe'];
}) {
  const pointers = useRef(new Map<number, Point>());
  const start = useRef<Point | null>(null);

  const middleOf = (element: Element): Point => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.target instanceof Element && event.target.closest('button')) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    start.current = pointers.current.size === 1 ? { x: event.clientX, y: event.clientY } : null;
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (other) {
      const middle = middleOf(event.currentTarget);
      const at = { x: (now.x + other.x) / 2 - middle.x, y: (now.y + other.y) / 2 - middle.y };
      const distance = (point: Point) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
      change((zoomed) => zoomAt(zoomed, at, distance(now) / distance(before)));
    } else if (zoom.scale > 1) {
      change((zoomed) => ({ ...zoomed, x: zoomed.x + now.x - before.x, y: zoomed.y + now.y - before.y }));
    }
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId);
    const from = start.current;
    start.current = null;
    if (!from || zoom.scale > 1 || event.pointerType === 'mouse') return;
    const moved = event.clientX - from.x;
    if (Math.abs(moved) > swipePx && Math.abs(moved) > 2 * Math.abs(event.clientY - from.y))
      onSwipe(moved < 0 ? 'next' : 'previous');
  };
  return {
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel: (event: PointerEvent<HTMLElement>) => {
      pointers.current.delete(event.pointerId);
      start.current = null;
    },
    onDoubleClick: (event: React.MouseEvent<HTMLElement>) => {
      if (event.target instanceof Element && event.target.closest('button')) return;
      const middle = middleOf(event.currentTarget);
      const at = { x: event.clientX - middle.x, y: event.clientY - middle.y };
      change((now) =>
        now.scale > 1 ? { ...fitted, quarterTurns: now.quarterTurns } : zoomAt(now, at, doubleClickFactor),
      );
    },
  };
}

/** The wheel zooms to the pointer. Bound by hand: React's wheel listeners are passive and could not stop the page. */
function useWheelZoom(frame: React.RefObject<HTMLElement | null>, change: Change): void {
  const latest = useRef(change);
  useEffect(() => {
    latest.current = change;
  });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top, width, height } = element.getBoundingClientRect();
      const at = { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
      latest.current((now) => zoomAt(now, at, Math.exp(-pixels / 300)));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [frame]);
}

function useSize(element: React.RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const sizes = new ResizeObserver(() =>
      setSize({ width: current.clientWidth, height: current.clientHeight }),
    );
    sizes.observe(current);
    return () => sizes.disconnect();
  }, [element]);
  return size;
}
