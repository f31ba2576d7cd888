'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { lazyPart } from '@/components/ui/lazy-part';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { UserDto } from '@/lib/contracts/admin';
import type { Page } from '@/lib/contracts/common';
import { InviteList } from './invite-list';
import { FilterSelect, ListFilters, useSearch } from './list-filters';
import { byCursor, PagedTable } from './paged-table';
import { personColumns } from './person-columns';
import type { PersonDialog } from './person-dialogs';

const InviteDialog = lazyPart(() => import('./invite-dialog').then((module) => module.InviteDialog));
const PersonDialogs = lazyPart(() => import('./person-dialogs').then((module) => module.PersonDialogs));

const filters = [
  { value: 'all', label: 'Everybody' },
  { value: 'admin', label: 'Admins' },
  { value: 'disabled', label: 'Disabled' },
] as const;
type Filter = (typeof filters)[number]['value'];

const toQuery = (filter: Filter) =>
  filter === 'admin'
    ? { role: 'admin' as const }
    : filter === 'disabled'
      ? { status: 'disabled' as const }
      : {};

/** Everybody with an account, and the open invitations. */
export function People({ initial }: { initial: Page<UserDto> }) {
  const search = useSearch();
  const [filter, setFilter] = useState<Filter>('all');
  const [isInviting, setInviting] = useState(false);
  const [dialog, setDialog] = useState<PersonDialog | null>(null);
  const { q } = search;

  const isFiltered = q !== '' || filter !== 'all';
  const users = useInfiniteQuery({
    queryKey: [...queryKeys.users, { q, filter }],
    queryFn: ({ pageParam, signal }) =>
      api('listUsers', { query: { q, cursor: pageParam, limit: 50, ...toQuery(filter) }, signal }),
    ...byCursor,
    ...(isFiltered ? {} : { initialData: { pages: [initial], pageParams: [undefined] } }),
  });

  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-3">
        <ListFilters label="Find by name or e-mail" search={search}>
          <FilterSelect label="Show" value={filter} options={filters} onChange={setFilter} />
          <Button
            variant="primary"
            icon={<UserPlus aria-hidden className="size-4" />}
            onClick={() => setInviting(true)}
            className="ml-auto"
          >
            Invite
          </Button>
        </ListFilters>
        <PagedTable
          list={users}
          errorTitle="The people could not be loaded"
          caption="People"
          columns={personColumns(setDialog)}
          rowId={(user) => user.id}
          empty={
            <NobodyFound
              isFiltered={isFiltered}
              onClear={() => {
                search.setText('');
                setFilter('all');
              }}
            />
          }
        />
      </div>
      <InviteList />
      <InviteDialog open={isInviting} onOpenChange={setInviting} />
      {dialog && <PersonDialogs dialog={dialog} onClose={() => setDialog(null)} />}
    </div>
  );
}

const NobodyFound = ({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) => (
  <EmptyState
    icon={<Users />}
    title={isFiltered ? 'Nobody matches' : 'Invite the first person'}
    action={isFiltered && <Button onClick={onClear}>Show everybody</Button>}
  />
);
