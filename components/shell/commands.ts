import { type ReactNode, useEffect, useRef } from 'react';
import { type KeyId, keymap } from './keymap';

export type Command = {
  /** A KeyId gives it that key and label; any other id is a command of the menu only. */
  id: KeyId | (string & {});
  /** As the menu shows it; from the keymap when left out. */
  label?: string;
  group?: string;
  icon?: ReactNode;
  /** Other words people may type for it. */
  keywords?: string;
  disabled?: boolean;
  run: () => void;
};

/** Registered commands, in the order of mounting; the last of an id wins, so a dialog shadows the page below. */
let registered: readonly Command[] = [];
const listeners = new Set<() => void>();
const emit = (next: readonly Command[]) => {
  registered = next;
  for (const listener of listeners) listener();
};

export const commandStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Stable between changes, for useSyncExternalStore. */
  read: (): readonly Command[] => registered,
  /** Adds commands; answers the function that removes them. */
  register(commands: readonly Command[]): () => void {
    emit([...registered, ...commands]);
    return () => emit(registered.filter((command) => !commands.includes(command)));
  },
};

/** The command that id means now: the one registered last, unless it is disabled. */
export function findCommand(id: string): Command | null {
  const command = registered.findLast((each) => each.id === id);
  return command && !command.disabled ? command : null;
}

export const isKeyId = (id: string): id is KeyId => Object.hasOwn(keymap, id);
export const commandLabel = (command: Command): string =>
  command.label ?? (isKeyId(command.id) ? keymap[command.id].label : command.id);

/**
 * Offers commands while the component is mounted. `run` may close over fresh state: the latest one is called.
 * Registered again only when an id, label or `disabled` changes.
 */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const shape = JSON.stringify(
    commands.map(({ id, label, group, disabled }) => [id, label, group, disabled]),
  );
  useEffect(() => {
    const count = (JSON.parse(shape) as unknown[]).length;
    return commandStore.register(
      latest.current.slice(0, count).map((command, index) => ({
        ...command,
        run: () => latest.current[index]?.run(),
      })),
    );
  }, [shape]);
}
