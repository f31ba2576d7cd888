'use client';

import { ShieldCheck } from 'lucide-react';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Bytes } from '@/components/ui/bytes';
import type { Column } from '@/components/ui/data-table';
import { Time } from '@/components/ui/time';
import type { UserDto } from '@/lib/contracts/admin';
import { formatBytes } from '@/lib/format/bytes';
import type { PersonDialog } from './person-dialogs';
import { PersonMenu } from './person-menu';

/** Nothing more can be uploaded. */
const isFull = ({ usedBytes, reservedBytes, quotaBytes }: UserDto) =>
  quotaBytes !== null && usedBytes + reservedBytes >= quotaBytes;

/** The table of people; the menu of each row opens dialogs above the table. */
export const personColumns = (openDialog: (dialog: PersonDialog) => void): Column<UserDto>[] => [
  {
    key: 'person',
    header: 'Person',
    cell: (user) => (
      <div className="flex min-w-0 items-center gap-3">
        <Avatar name={user.name} url={user.avatarUrl} />
        <div className="min-w-0">
          <p className="flex items-center gap-2 font-medium">
            <bdi className="truncate">{user.name}</bdi>
            {user.role === 'admin' && (
              <Badge tone="accent" className="sm:hidden">
                Admin
              </Badge>
            )}
            {user.status === 'disabled' && <Badge tone="warning">Disabled</Badge>}
          </p>
          <p className="truncate text-muted text-sm">{user.email}</p>
        </div>
      </div>
    ),
  },
  {
    key: 'role',
    header: 'Role',
    className: 'hidden w-28 sm:table-cell',
    cell: (user) =>
      user.role === 'admin' ? (
        <Badge tone="accent" icon={<ShieldCheck aria-hidden />}>
          Admin
        </Badge>
      ) : (
        <span className="text-muted">Member</span>
      ),
  },
  {
    key: 'storage',
    header: 'Storage',
    className: 'hidden w-44 md:table-cell',
    cell: (user) => (
      <span className="text-muted tabular-nums">
        <Bytes
          value={user.usedBytes + user.reservedBytes}
          className={isFull(user) ? 'font-medium text-warning' : 'text-text'}
        />
        {user.quotaBytes === null ? ' of unlimited' : ` of ${formatBytes(user.quotaBytes)}`}
      </span>
    ),
  },
  {
    key: 'seen',
    header: 'Last seen',
    className: 'hidden w-32 lg:table-cell',
    cell: (user) =>
      user.lastSeenAt ? (
        <Time value={user.lastSeenAt} className="text-muted" />
      ) : (
        <span className="text-muted">Never</span>
      ),
  },
  {
    key: 'menu',
    header: <span className="sr-only">Actions</span>,
    className: 'w-14 pr-2 pl-0 text-right',
    cell: (user) => <PersonMenu user={user} openDialog={openDialog} />,
  },
];
