import type { QueryInput } from '@/lib/contracts/routes';

export const kindOptions = [
  { value: 'all', label: 'All kinds' },
  { value: 'image', label: 'Images' },
  { value: 'video', label: 'Video' },
  { value: 'audio', label: 'Audio' },
  { value: 'document', label: 'Documents' },
  { value: 'data', label: 'Data' },
  { value: 'archive', label: 'Archives' },
  { value: 'other', label: 'Other' },
] as const;
export type KindFilter = (typeof kindOptions)[number]['value'];

export const sortOptions = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'largest', label: 'Largest first' },
  { value: 'name', label: 'By name' },
] as const;
export type SortChoice = (typeof sortOptions)[number]['value'];

const sorts = {
  newest: { sort: 'createdAt', order: 'desc' },
  oldest: { sort: 'createdAt', order: 'asc' },
  largest: { sort: 'size', order: 'desc' },
  name: { sort: 'name', order: 'asc' },
} as const;

type Choice = {
  q: string;
  kind: KindFilter;
  sort: SortChoice;
  place: 'files' | 'trash';
  ownerId: string | undefined;
};

/** What the controls above the table ask the API for. */
export const toListQuery = ({ q, kind, sort, place, ownerId }: Choice): QueryInput<'listAdminFiles'> => ({
  ...sorts[sort],
  trashed: place === 'trash' ? 'true' : 'false',
  ...(q ? { q } : {}),
  ...(kind === 'all' ? {} : { kind }),
  ...(ownerId ? { ownerId } : {}),
});
