/** Told to a program of ours at its start: load your code, and begin when the launcher releases you. */
export const HELD = '--held';

/**
 * Resolves when the launcher says that all this process needs is up, and completes the environment with what it sends
 * along; at once in a process that was not told to wait. Loading the code takes longer than anything else in a start,
 * so that is done while the database comes up.
 */
export async function untilReleased() {
  if (!process.argv.includes(HELD)) return;
  // Whoever could release us may be gone.
  const gone = () => process.exit(1);
  process.once('disconnect', gone);
  const { env } = await new Promise((resolve) => process.once('message', resolve));
  process.off('disconnect', gone);
  Object.assign(process.env, env);
}
