/**
 * Runs task on everything that source yields, atOnce at a time. The first error ends it: nothing new is begun, what is
 * under way is waited for, and the error is thrown.
 */
export async function runMany<Item>(
  source: AsyncIterable<Item> | Iterable<Item>,
  atOnce: number,
  task: (item: Item) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  for await (const item of source) {
    const run = task(item)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => running.delete(run));
    running.add(run);
    if (running.size >= atOnce) await Promise.race(running);
    if (failure) break;
  }
  await Promise.all(running);
  if (failure) throw failure.error;
}

/** The results of task for all items, in their order, atOnce at a time. */
export async function mapMany<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  await runMany(items.entries(), atOnce, async ([i, item]) => {
    results[i] = await task(item);
  });
  return results;
}
