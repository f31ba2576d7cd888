'use client';

import { useQueryClient } from '@tanstack/react-query';
import { ExternalLink, History, Link2, Link2Off, MoreHorizontal, Pencil, RotateCcw } from 'lucide-react';
import { MenuButton } from '@/components/ui/menu';
import type { MenuItem } from '@/components/ui/menu-popup';
import { showError } from '@/components/ui/show-error';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { ShareDto } from '@/lib/contracts/shares';
import { shareKeys } from './share-keys';
import { shareName } from './share-name';
import type { SharePanel } from './share-panel';

/** Ends and takes back links; each says so and offers the way back. */
function useRevoke(share: ShareDto) {
  const client = useQueryClient();
  const params = { id: share.id };
  const refresh = () => {
    void client.invalidateQueries({ queryKey: shareKeys.all });
    void client.invalidateQueries({ queryKey: queryKeys.files });
  };
  const restore = async () => {
    try {
      await api('updateShare', { params, body: { revoked: false } });
      showToast({
        id: `share-${share.id}`,
        title: `The link to “${shareName(share)}” works again`,
        tone: 'success',
      });
    } catch (error) {
      showError('The link could not be taken back', error);
    }
    refresh();
  };
  const revoke = async () => {
    try {
      await api('revokeShare', { params });
      showToast({
        id: `share-${share.id}`,
        title: `The link to “${shareName(share)}” has ended`,
        action: { label: 'Undo', onAction: () => void restore() },
      });
    } catch (error) {
      showError('The link could not be revoked', error, () => void revoke());
    }
    refresh();
  };
  return { revoke, restore };
}

/** What can be done with one link. */
export function ShareMenu({ share, show }: { share: ShareDto; show: (panel: SharePanel) => void }) {
  const { revoke, restore } = useRevoke(share);
  const items: MenuItem[] = [
    {
      id: 'link',
      label: 'Link and QR code',
      icon: <Link2 aria-hidden />,
      onSelect: () => show({ type: 'link', share }),
    },
    {
      id: 'open',
      label: 'Open as a visitor',
      icon: <ExternalLink aria-hidden />,
      disabled: share.state !== 'active',
      onSelect: () => window.open(share.url, '_blank', 'noopener'),
    },
    {
      id: 'edit',
      label: 'Edit',
      icon: <Pencil aria-hidden />,
      onSelect: () => show({ type: 'edit', share }),
    },
    {
      id: 'history',
      label: 'History',
      icon: <History aria-hidden />,
      onSelect: () => show({ type: 'history', share }),
    },
    { id: 'line', separator: true },
    share.state === 'revoked'
      ? {
          id: 'restore',
          label: 'Take the revocation back',
          icon: <RotateCcw aria-hidden />,
          disabled: share.contents === 'gone',
          onSelect: () => void restore(),
        }
      : {
          id: 'revoke',
          label: 'Revoke',
          icon: <Link2Off aria-hidden />,
          danger: true,
          onSelect: () => void revoke(),
        },
  ];
  return (
    <MenuButton
      label={`Actions for ${shareName(share)}`}
      items={items}
      iconOnly
      className="inline-flex size-control items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text aria-expanded:bg-hover"
    >
      <MoreHorizontal aria-hidden className="size-4" />
    </MenuButton>
  );
}
