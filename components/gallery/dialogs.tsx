'use client';

import { ShareDialog } from '@/components/share/share-dialog';
import type { ShareTarget } from '@/components/share/share-draft';
import { Queries } from '@/components/shell/queries';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { FileDto } from '@/lib/contracts/files';
import { formatBytes } from '@/lib/format/bytes';
import { formatCount } from '@/lib/format/count';
import type { GalleryActions } from './actions';
import { LinkDialog } from './link-dialog';
import { MoveDialog } from './move-dialog';
import { NewFolderDialog } from './new-folder-dialog';
import { TagDialog } from './tag-dialog';

/** What the gallery is asking. */
export type Question =
  | {
      type: 'move';
      fileIds: readonly string[];
      folderIds: readonly string[];
      from: string | null | undefined;
    }
  | { type: 'tags'; ids: readonly string[]; files: readonly FileDto[] }
  | { type: 'share'; target: ShareTarget }
  | { type: 'link'; file: FileDto }
  | { type: 'delete'; files: readonly Pick<FileDto, 'id' | 'name' | 'size'>[] }
  | { type: 'empty-trash'; ids: readonly string[] }
  | { type: 'new-folder'; parentId: string | null }
  | { type: 'trash-folder'; id: string; name: string };

type DialogsProps = {
  question: Question;
  open: boolean;
  actions: GalleryActions;
  onClose: () => void;
};

/** All dialogs of the gallery. Loaded with the first question. */
export const Dialogs = (props: DialogsProps) => (
  <Queries>
    <Asked {...props} />
  </Queries>
);

function Asked({ question, open, actions, onClose }: DialogsProps) {
  const onOpenChange = (next: boolean) => {
    if (!next) onClose();
  };
  const frame = { open, onOpenChange };
  switch (question.type) {
    case 'move':
      return <MoveDialog {...frame} {...question} actions={actions} />;
    case 'tags':
      return <TagDialog {...frame} {...question} actions={actions} />;
    case 'share':
      return <ShareDialog open={open} onClose={onClose} target={question.target} />;
    case 'link':
      return <LinkDialog {...frame} file={question.file} />;
    case 'new-folder':
      return <NewFolderDialog {...frame} parentId={question.parentId} actions={actions} />;
    case 'trash-folder':
      return (
        <ConfirmDialog
          {...frame}
          title={`Move “${question.name}” to the trash?`}
          description="Everything in it goes along. The files can be restored from the trash one by one."
          confirmLabel="Move to the trash"
          danger
          onConfirm={() => actions.trashFolder(question.id, question.name)}
        />
      );
    case 'delete': {
      const { files } = question;
      const freed = formatBytes(files.reduce((sum, file) => sum + file.size, 0));
      const what = files.length === 1 && files[0] ? `“${files[0].name}”` : formatCount(files.length, 'file');
      return (
        <ConfirmDialog
          {...frame}
          title={`Delete ${what} for good?`}
          description={`This frees ${freed}. It cannot be undone.`}
          confirmLabel="Delete for good"
          danger
          onConfirm={() => actions.deleteForGood(files)}
        />
      );
    }
    case 'empty-trash':
      return (
        <ConfirmDialog
          {...frame}
          title="Empty the trash?"
          description="Every file in the trash is deleted for good, also those further down than you have scrolled. It cannot be undone."
          confirmLabel="Empty the trash"
          danger
          onConfirm={() => actions.emptyTrash(question.ids)}
        />
      );
    default:
      return question satisfies never;
  }
}
