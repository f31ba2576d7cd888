const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type DateOptions = {
  /** In UTC instead of the reader's own zone: the server writes so, for that both renders agree. */
  utc?: boolean;
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const two = (value: number) => String(value).padStart(2, '0');

/** Year, month from 0, day, hours and minutes. By hand, for the same reason as numbers (lib/format/number). */
const fieldsOf = (iso: string, utc: boolean) => {
  const date = new Date(iso);
  return utc
    ? ([
        date.getUTCFullYear(),
        date.getUTCMonth(),
        date.getUTCDate(),
        date.getUTCHours(),
        date.getUTCMinutes(),
      ] as const)
    : ([date.getFullYear(), date.getMonth(), date.getDate(), date.getHours(), date.getMinutes()] as const);
};

/** "31 Jan 2026". */
export function formatDate(iso: string, { utc = false }: DateOptions = {}): string {
  const [year, month, day] = fieldsOf(iso, utc);
  return `${day} ${months[month]} ${year}`;
}

/** "31 Jan 2026, 14:05". */
export function formatDateTime(iso: string, options: DateOptions = {}): string {
  const [, , , hours, minutes] = fieldsOf(iso, options.utc ?? false);
  return `${formatDate(iso, options)}, ${two(hours)}:${two(minutes)}`;
}

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
