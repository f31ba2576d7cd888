import type { Destination } from './upload-context';

/** What files from the disk are held over: a folder's tile ([data-drop-folder]), or the page. */
export type Aim = { folder: Destination | null };
type Handlers = {
  onOver: (aim: Aim | null) => void;
  onDrop: (transfer: DataTransfer, aim: Aim) => void;
  onPaste: (files: File[]) => void;
};

const bringsFiles = (transfer: DataTransfer | null): transfer is DataTransfer =>
  transfer?.types.includes('Files') ?? false;

const tileAt = ({ target }: Event): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-drop-folder]') : null;

function aimOf(tile: HTMLElement | null): Aim {
  const { dropFolder, dropName } = tile?.dataset ?? {};
  return { folder: dropFolder ? { folderId: dropFolder, name: dropName ?? '' } : null };
}

/** Follows files that are dragged over, dropped on and pasted into the page until the returned function is called. */
export function listenForFiles({ onOver, onDrop, onPaste }: Handlers): () => void {
  const abort = new AbortController();
  const options = { signal: abort.signal };
  // Enter and leave come for every element on the way: over as long as there were more of the first.
  let depth = 0;
  let aimed: HTMLElement | null = null;
  const aim = (tile: HTMLElement | null) => {
    if (tile !== aimed) {
      aimed?.removeAttribute('data-aimed');
      tile?.setAttribute('data-aimed', '');
      aimed = tile;
    }
  };
  const leave = () => {
    depth = 0;
    aim(null);
    onOver(null);
  };
  window.addEventListener(
    'dragenter',
    (event) => {
      if (!bringsFiles(event.dataTransfer)) return;
      event.preventDefault();
      depth += 1;
      aim(tileAt(event));
      onOver(aimOf(aimed));
    },
    options,
  );
  window.addEventListener(
    'dragover',
    (event) => {
      if (!bringsFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    options,
  );
  window.addEventListener(
    'dragleave',
    (event) => {
      if (!bringsFiles(event.dataTransfer)) return;
      depth -= 1;
      if (depth <= 0) leave();
    },
    options,
  );
  window.addEventListener(
    'drop',
    (event) => {
      leave();
      if (!bringsFiles(event.dataTransfer)) return;
      event.preventDefault();
      onDrop(event.dataTransfer, aimOf(tileAt(event)));
    },
    options,
  );
  document.addEventListener(
    'paste',
    (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const writes =
        event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]');
      if (files.length === 0 || writes) return;
      event.preventDefault();
      onPaste(files);
    },
    options,
  );
  return () => abort.abort();
}
