'use client';

import { Dialog } from '@base-ui/react/dialog';
import { File, Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useId, useState, useSyncExternalStore } from 'react';
import { cx } from '@/components/ui/cx';
import { Kbd } from '@/components/ui/kbd';
import { type Command, commandLabel, commandStore, findCommand, isKeyId } from './commands';
import { keymap, toKeyCaps } from './keymap';
import { isApple } from './platform';
import { rankCommands } from './rank-commands';
import { standingCommands } from './standing-commands';
import { takeEarlyTyping } from './use-early-typing';
import { useFilesCalled } from './use-files-called';
import { useMe } from './use-me';

type CommandMenuProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Everything one can do here, by typing a few letters of it (Ctrl/Cmd-K). */
export function CommandMenu({ open, onOpenChange }: CommandMenuProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-backdrop transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          data-keys="off"
          className="fixed inset-x-2 top-2 z-50 mx-auto flex max-h-[min(28rem,80dvh)] max-w-xl flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-popup outline-none transition-[opacity,transform] duration-120 data-ending-style:scale-[0.98] data-starting-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:opacity-0 sm:top-[16vh]"
        >
          <Dialog.Title className="sr-only">Commands</Dialog.Title>
          <Palette close={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette({ close }: { close: () => void }) {
  const router = useRouter();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const registered = useSyncExternalStore(commandStore.subscribe, commandStore.read, commandStore.read);

  const words = query.trim();
  const standing = standingCommands({ role: useMe().user.role, go: (href) => router.push(href) });
  const files = useFilesCalled(words).map(({ id, name }) => ({
    id: `file-${id}`,
    label: name,
    icon: <File aria-hidden />,
    run: () => router.push(`/?q=${encodeURIComponent(words)}&file=${id}`),
  }));
  const found = [...rankCommands([...offered(registered), ...standing], words), ...files];
  if (words) {
    found.push({
      id: 'search-files',
      label: `Search files for “${words}”`,
      icon: <Search aria-hidden />,
      run: () => router.push(`/?q=${encodeURIComponent(words)}`),
    });
  }
  const index = Math.min(active, found.length - 1);

  function run(command: Command | undefined) {
    if (!command) return;
    close();
    command.run();
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = (index + step + found.length) % found.length;
      setActive(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(found[index]);
    }
  }

  return (
    <>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <input
          type="text"
          role="combobox"
          aria-label="Type a command or a file name"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={`${listId}-${index}`}
          aria-autocomplete="list"
          placeholder="Type a command or a file name"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onFocus={() => {
            const early = takeEarlyTyping();
            setQuery((now) => now + early);
          }}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none"
        />
      </div>
      <div id={listId} role="listbox" aria-label="Commands" className="min-h-0 overflow-y-auto p-1">
        {found.map((command, position) => (
          <div
            key={command.id}
            id={`${listId}-${position}`}
            role="option"
            tabIndex={-1}
            aria-selected={position === index}
            onPointerMove={() => setActive(position)}
            onClick={() => run(command)}
            onKeyDown={onKeyDown}
            className={cx(
              'flex min-h-control cursor-default scroll-my-1 items-center gap-2.5 rounded-md px-3 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted',
              position === index && 'bg-hover',
            )}
          >
            {command.icon ?? <span className="size-4 shrink-0" />}
            <span className="min-w-0 flex-1 truncate">{commandLabel(command)}</span>
            <KeysOf id={command.id} />
          </div>
        ))}
      </div>
    </>
  );
}

function KeysOf({ id }: { id: string }) {
  if (!isKeyId(id)) return null;
  return (
    <span aria-hidden className="flex gap-1 touch:hidden">
      {toKeyCaps(keymap[id].keys[0], isApple()).map((cap) => (
        <Kbd key={cap}>{cap}</Kbd>
      ))}
    </span>
  );
}

/** One command per id (the one that counts now), without those that only make sense as a key. */
function offered(registered: readonly Command[]): Command[] {
  const ids = [...new Set(registered.map((command) => command.id))];
  return ids
    .filter((id) => !(isKeyId(id) && 'onlyKey' in keymap[id]))
    .map(findCommand)
    .filter((command) => command !== null);
}
