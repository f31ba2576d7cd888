/** Files and folders of ours on their way to a folder; files from the disk carry "Files" instead. */
const dragType = 'application/x-sluice-move';

export type Dragged = { fileIds: string[]; folderIds: string[] };

/** Puts what is dragged into the transfer, with words beside the pointer that say how much it is. */
export function startDrag(transfer: DataTransfer, dragged: Dragged, label: string): void {
  transfer.setData(dragType, JSON.stringify(dragged));
  transfer.effectAllowed = 'move';
  const ghost = document.createElement('div');
  ghost.textContent = label;
  ghost.className =
    'fixed -left-[999px] top-0 rounded-md border border-line bg-raised px-3 py-1.5 font-medium text-base text-text';
  document.body.append(ghost);
  transfer.setDragImage(ghost, -12, -8);
  // The browser takes its picture after this event.
  requestAnimationFrame(() => ghost.remove());
}

export const isMoveDrag = (transfer: DataTransfer): boolean => transfer.types.includes(dragType);

/** What was dropped; null when it is not ours. */
export function readDrag(transfer: DataTransfer): Dragged | null {
  const text = transfer.getData(dragType);
  return text === '' ? null : (JSON.parse(text) as Dragged);
}
