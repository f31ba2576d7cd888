type Listener = (family: readonly string[]) => void;
const listeners = new Set<Listener>();

/** Tells whoever shows data of a family (see queryKeys) that it has changed; react-query need not be loaded for that. */
export function refresh(...families: (readonly string[])[]): void {
  for (const family of families) for (const listener of [...listeners]) listener(family);
}

/** Calls listener with each family that changed, until the returned function is called. */
export function onRefresh(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
