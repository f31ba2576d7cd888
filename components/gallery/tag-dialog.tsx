'use client';

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { FileDto } from '@/lib/contracts/files';
import { formatCount } from '@/lib/format/count';
import type { GalleryActions } from './actions';

type TagDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  ids: readonly string[];
  files: readonly FileDto[];
  actions: GalleryActions;
};
type Wish = 'on' | 'off';

/** Tags of one or many files: a tick for all of them, a dash for some. Saved together. */
export function TagDialog({ open, onOpenChange, ids, files, actions }: TagDialogProps) {
  const form = useId();
  const { data } = useQuery({
    queryKey: queryKeys.tags,
    queryFn: ({ signal }) => api('listTags', { signal }),
  });
  const [wishes, setWishes] = useState<ReadonlyMap<string, Wish>>(new Map());
  const [text, setText] = useState('');
  const known = new Set([
    ...files.flatMap((file) => file.tags),
    ...(data?.items.map(({ name }) => name) ?? []),
    ...wishes.keys(),
  ]);
  const words = text.trim().normalize('NFC').slice(0, 64);
  const names = [...known].sort((a, b) => a.localeCompare(b));
  const shown = names.filter((name) => name.toLocaleLowerCase().includes(words.toLocaleLowerCase()));

  const has = (name: string) => files.filter((file) => file.tags.includes(name)).length;
  const wish = (name: string, on: boolean) => setWishes(new Map([...wishes, [name, on ? 'on' : 'off']]));

  function add(event: FormEvent) {
    event.preventDefault();
    if (words === '') return;
    wish(words, true);
    setText('');
  }

  function save() {
    const named = (kind: Wish) => [...wishes].filter(([, each]) => each === kind).map(([name]) => name);
    onOpenChange(false);
    void actions.tag(ids, named('on'), named('off'));
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={ids.length === 1 ? 'Tags' : `Tags of ${formatCount(ids.length, 'file')}`}
      size="sm"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" disabled={wishes.size === 0} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={add} className="flex gap-2">
        <Input
          aria-label="Find or add a tag"
          placeholder="Find or add a tag"
          value={text}
          maxLength={64}
          onChange={(event) => setText(event.target.value)}
          autoComplete="off"
        />
        <Button type="submit" disabled={words === ''}>
          Add
        </Button>
      </form>
      <ul className="mt-3 flex max-h-56 min-h-24 flex-col overflow-y-auto">
        {shown.map((name) => {
          const wished = wishes.get(name);
          const count = has(name);
          return (
            <li key={name}>
              <label
                htmlFor={`${form}-${name}`}
                className="flex min-h-control cursor-pointer items-center gap-2.5 rounded-md px-2 hover:bg-hover"
              >
                <Checkbox
                  id={`${form}-${name}`}
                  checked={wished ? wished === 'on' : count === files.length && count > 0}
                  indeterminate={!wished && count > 0 && count < files.length}
                  onCheckedChange={(on) => wish(name, on)}
                />
                <bdi className="min-w-0 truncate">{name}</bdi>
              </label>
            </li>
          );
        })}
        {shown.length === 0 && (
          <li className="p-4 text-center text-muted">
            {words === '' ? 'No tags yet. Type one above.' : `Press Enter to add “${words}”.`}
          </li>
        )}
      </ul>
    </Dialog>
  );
}
