'use client';

import { useEffect, useRef } from 'react';
import type { ListSnapshot } from '@/components/gallery/library-entry';
import { signedUrl } from './signed-url';
import { stageOf } from './stage-of';

type Options = {
  fileId: string;
  list: ListSnapshot;
  onShow: (fileId: string) => void;
  onNearEnd: () => void;
  onClose: () => void;
};

const nearEnd = 5;
/** Larger originals are not fetched before they are asked for; their thumbnails are. */
const preloadBytes = 12 * 2 ** 20;

/** The files beside the shown one, loaded ahead. When the shown one goes away, the next one takes its place. */
export function useNeighbours({ fileId, list, onShow, onNearEnd, onClose }: Options) {
  const { ids } = list;
  const index = ids.indexOf(fileId);
  const previous = index > 0 ? ids.at(index - 1) : undefined;
  const next = index >= 0 ? ids.at(index + 1) : undefined;
  const lastIndex = useRef(index);
  const latest = useRef({ onShow, onNearEnd, onClose });
  useEffect(() => {
    latest.current = { onShow, onNearEnd, onClose };
  });

  useEffect(() => {
    if (index >= 0) {
      lastIndex.current = index;
      if (list.hasMore && index >= ids.length - nearEnd) latest.current.onNearEnd();
      return;
    }
    if (lastIndex.current < 0 || list.status !== 'ready') return;
    const following = ids.at(Math.min(lastIndex.current, ids.length - 1));
    lastIndex.current = -1;
    if (following) latest.current.onShow(following);
    else latest.current.onClose();
  }, [index, ids, list.hasMore, list.status]);

  const { file } = list;
  useEffect(() => {
    for (const id of [next, previous]) {
      const neighbour = id === undefined ? undefined : file(id);
      if (!neighbour) continue;
      if (stageOf(neighbour) === 'image' && neighbour.size <= preloadBytes) {
        // A neighbour that cannot be fetched says so when it is looked at.
        signedUrl(neighbour.id).then(
          ({ url }) => loadImage(url),
          () => undefined,
        );
      } else if (neighbour.thumbnails) loadImage(neighbour.thumbnails[1280]);
    }
  }, [next, previous, file]);

  const position =
    index < 0
      ? ''
      : `${(index + 1).toLocaleString('en')} of ${ids.length.toLocaleString('en')}${list.hasMore ? '+' : ''}`;
  return { previous, next, position };
}

function loadImage(url: string): void {
  new Image().src = url;
}
