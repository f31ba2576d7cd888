const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type DateOptions = {
  /** IANA zone; undefined is the reader's own. The server passes 'UTC', so that both renders agree. */
  timeZone?: string;
};

const asDay = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const asMoment = { ...asDay, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** Making a formatter takes a hundred times as long as using one, and a gallery writes hundreds of dates a second. */
const made = new Map<string, Intl.DateTimeFormat>();

function format(iso: string, style: typeof asDay | typeof asMoment, timeZone: string | undefined): string {
  const key = `${style === asDay} ${timeZone}`;
  const formatter = made.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...style, timeZone });
  made.set(key, formatter);
  return formatter.format(new Date(iso));
}

/** "31 Jan 2026". */
export const formatDate = (iso: string, { timeZone }: DateOptions = {}): string =>
  format(iso, asDay, timeZone);

/** "31 Jan 2026, 14:05". */
export const formatDateTime = (iso: string, { timeZone }: DateOptions = {}): string =>
  format(iso, asMoment, timeZone);

/**
 * How long ago (or ahead) iso is from now (ms): "just now", "5 min ago", "in 3 h", "yesterday", "4 days ago";
 * beyond a week the date itself.
 */
export function formatRelative(iso: string, now: number, options: DateOptions = {}): string {
  const distance = new Date(iso).getTime() - now;
  const size = Math.abs(distance);
  const say = (text: string) => (distance < 0 ? `${text} ago` : `in ${text}`);
  // The clocks of browser and server differ by seconds: what was just made must not seem to lie ahead.
  if (size < 45_000) return 'just now';
  if (size < 59.5 * minute) return say(`${Math.max(1, Math.round(size / minute))} min`);
  if (size < 23.5 * hour) return say(`${Math.round(size / hour)} h`);
  const days = Math.round(size / day);
  if (days === 1) return distance < 0 ? 'yesterday' : 'tomorrow';
  if (days < 7) return say(`${days} days`);
  return formatDate(iso, options);
}
