'use client';

import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { FilterInput } from '@/components/ui/filter-input';
import { Skeleton } from '@/components/ui/skeleton';
import { useDebounced } from '@/components/ui/use-debounced';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { UserDto } from '@/lib/contracts/admin';

const shown = 6;

type PersonPickerProps = {
  /** What the choice is about: "Who gets the files". */
  label: string;
  value: UserDto | null;
  onChange: (person: UserDto) => void;
  /** Somebody who cannot be chosen. */
  exceptId?: string | undefined;
};

/** Chooses one active person by a part of their name or e-mail address. */
export function PersonPicker({ label, value, onChange, exceptId }: PersonPickerProps) {
  const name = useId();
  const [search, setSearch] = useState('');
  const q = useDebounced(search.trim());
  const people = useQuery({
    queryKey: [...queryKeys.users, 'pick', q],
    queryFn: ({ signal }) =>
      api('listUsers', { query: { ...(q ? { q } : {}), status: 'active', limit: shown + 1 }, signal }),
  });
  const found = people.data?.items.filter(({ id }) => id !== exceptId).slice(0, shown);
  const listed = value && !found?.some(({ id }) => id === value.id) ? [value, ...(found ?? [])] : found;
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      <FilterInput label="Find by name or e-mail" value={search} onValueChange={setSearch} />
      {people.isError ? (
        <p role="alert" className="text-danger text-sm">
          {toApiError(people.error).detail}
        </p>
      ) : listed === undefined ? (
        <Skeleton className="h-24" />
      ) : listed.length === 0 ? (
        <p className="py-2 text-muted">Nobody matches.</p>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line">
          {listed.map((person) => (
            <li key={person.id}>
              <label className="flex min-h-control cursor-pointer items-center gap-3 px-3 py-1.5 hover:bg-hover">
                <input
                  type="radio"
                  name={name}
                  checked={value?.id === person.id}
                  onChange={() => onChange(person)}
                  className="size-4 shrink-0 accent-accent"
                />
                <span className="min-w-0 flex-1">
                  <bdi className="block truncate">{person.name}</bdi>
                  <span className="block truncate text-muted text-sm">{person.email}</span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}
