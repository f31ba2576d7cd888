'use client';

import { formatDate, formatDateTime, formatRelative } from '@/lib/format/date';
import { useNow } from './use-now';

type TimeProps = { value: string; style?: 'relative' | 'date' | 'exact'; className?: string };

/**
 * A moment: relative, date or exact, with the exact one as its title. The server cannot know the reader's zone:
 * it writes UTC, the browser rewrites after hydration.
 */
export function Time({ value, style = 'relative', className }: TimeProps) {
  const now = useNow();
  const zone = { utc: now === null };
  const text =
    style === 'exact'
      ? formatDateTime(value, zone)
      : style === 'date' || now === null
        ? formatDate(value, zone)
        : formatRelative(value, now);
  return (
    <time dateTime={value} title={now === null ? undefined : formatDateTime(value)} className={className}>
      {text}
    </time>
  );
}
