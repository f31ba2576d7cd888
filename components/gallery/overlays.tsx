'use client';

import { lazyPart } from '@/components/ui/lazy-part';
import { LazyMenu } from '@/components/ui/menu';
import type { MenuItem } from '@/components/ui/menu-popup';
import type { Gallery } from './use-gallery';

const Dialogs = lazyPart(() => import('./dialogs').then((module) => module.Dialogs));
const Viewer = lazyPart(() => import('@/components/viewer/viewer').then((module) => module.Viewer));

export type OpenMenu = { at: DOMRect; label: string; items: readonly MenuItem[] };
type OverlaysProps = { gallery: Gallery; menu: OpenMenu | null; onMenuClose: () => void };

/** What opens above the gallery: menus, questions, the viewer. Each loads with its first use. */
export function Overlays({ gallery, menu, onMenuClose }: OverlaysProps) {
  const { question, viewer, list } = gallery;
  // Inside the viewer when it is open: a dialog beside it would be hidden from screen readers.
  const dialogs = question && (
    <Dialogs
      key={JSON.stringify(question.value)}
      question={question.value}
      open={question.open}
      actions={gallery.actions}
      onClose={gallery.closeQuestion}
    />
  );
  return (
    <>
      <LazyMenu
        label={menu?.label ?? 'Actions'}
        items={menu?.items ?? []}
        anchor={{ getBoundingClientRect: () => menu?.at ?? new DOMRect() }}
        align="start"
        open={menu !== null}
        onOpenChange={(open) => {
          if (!open) onMenuClose();
        }}
      />
      {viewer.fileId ? (
        <Viewer
          fileId={viewer.fileId}
          list={list}
          commandsFor={gallery.commandsFor}
          hrefOfFolder={gallery.hrefOfFolder}
          onShow={viewer.show}
          onNearEnd={gallery.more}
          onClose={viewer.close}
        >
          {dialogs}
        </Viewer>
      ) : (
        dialogs
      )}
    </>
  );
}
