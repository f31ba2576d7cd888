const MAX_RESTARTS = 3;
const WINDOW_MS = 60_000;
/** Long enough for a port or a lock to be free again, short enough that people hardly notice. */
const DELAYS_MS = [100, 1_000, 3_000];

export type Verdict = { kind: 'restart'; delayMs: number; history: number[] } | { kind: 'give-up' };

/**
 * What to do when a process ended unasked at nowMs: start it again, at most 3 times within 60 s, later each time.
 * history: when it was restarted before (ms), as returned by the last verdict.
 */
export function judgeCrash(history: number[], nowMs: number): Verdict {
  const recent = history.filter((at) => nowMs - at < WINDOW_MS);
  const delayMs = DELAYS_MS[recent.length];
  if (recent.length >= MAX_RESTARTS || delayMs === undefined) return { kind: 'give-up' };
  return { kind: 'restart', delayMs, history: [...recent, nowMs] };
}
