import { formatNumber } from './number';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Time left, calm on purpose: "a few seconds", "about 40 s", "about 2 min", "about 1 h 10 min", "about 3 days". */
export function formatTimeLeft(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return 'unknown';
  if (seconds < 5) return 'a few seconds';
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} s`;
  if (seconds < 57.5 * minute) return `about ${Math.max(1, Math.round(seconds / minute))} min`;
  if (seconds < day) {
    const tens = Math.round(seconds / (10 * minute)) * 10;
    const rest = tens % 60;
    return `about ${Math.floor(tens / 60)} h${rest ? ` ${rest} min` : ''}`;
  }
  const days = Math.round(seconds / day);
  return `about ${days} ${days === 1 ? 'day' : 'days'}`;
}

/** A span in words, for lives of links and limits: "15 minutes", "1 hour", "7 days". Rounds to its largest unit. */
export function formatSpan(seconds: number): string {
  const [size, name] =
    seconds >= day
      ? [day, 'day']
      : seconds >= hour
        ? [hour, 'hour']
        : seconds >= minute
          ? [minute, 'minute']
          : [1, 'second'];
  const count = Math.round(seconds / size);
  return `${formatNumber(count)} ${name}${count === 1 ? '' : 's'}`;
}

/** Playing time: "0:07", "3:05", "1:02:09". */
export function formatPlayTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / minute) % 60;
  return whole >= hour
    ? `${Math.floor(whole / hour)}:${two(minutes)}:${two(whole % minute)}`
    : `${minutes}:${two(whole % minute)}`;
}
