'use client';

import { useId } from 'react';
import { formatDate } from '@/lib/format/date';

export type DayValue = { day: string; value: number };

type DayChartProps = {
  title: string;
  days: readonly DayValue[];
  format: (value: number) => string;
  /** What is counted: "uploads". */
  noun: string;
};

const width = 600;
const height = 120;

const shortDay = (day: string) => formatDate(day, { utc: true }).replace(/ \d+$/, '');

/** A bar a day. Screen readers get a sentence for the picture; the numbers are in the table behind it. */
export function DayChart({ title, days, format, noun }: DayChartProps) {
  const id = useId();
  const highest = Math.max(1, ...days.map(({ value }) => value));
  const total = days.reduce((sum, { value }) => sum + value, 0);
  const step = width / Math.max(1, days.length);
  const peak = days.find(({ value }) => value === highest);
  const summary =
    total === 0
      ? `Nothing in the last ${days.length} days`
      : `${format(total)} ${noun} in the last ${days.length} days` +
        `${peak ? `, most on ${shortDay(peak.day)} with ${format(peak.value)}` : ''}.`;
  return (
    <figure className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-raised p-4">
      <figcaption id={id} className="flex flex-wrap items-baseline justify-between gap-2">
        <span className="font-medium">{title}</span>
        <span className="text-muted text-sm tabular-nums">{format(total)} in 30 days</span>
      </figcaption>
      <div className="relative">
        <svg
          role="img"
          aria-label={`${title}: ${summary}`}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          className="h-28 w-full text-accent"
        >
          <line
            x1={0}
            x2={width}
            y1={height - 0.5}
            y2={height - 0.5}
            className="stroke-line"
            strokeWidth={1}
          />
          {days.map(({ day, value }, index) => {
            const tall = value === 0 ? 0 : Math.max(2, (value / highest) * (height - 4));
            return (
              <rect
                key={day}
                x={index * step + step * 0.15}
                y={height - tall}
                width={step * 0.7}
                height={tall}
                fill="currentColor"
              >
                <title>{`${shortDay(day)}: ${format(value)}`}</title>
              </rect>
            );
          })}
        </svg>
        {total === 0 && (
          <p aria-hidden className="absolute inset-0 flex items-center justify-center text-muted">
            {summary}
          </p>
        )}
      </div>
      <div className="flex justify-between text-muted text-xs tabular-nums" aria-hidden>
        <span>{days[0] && shortDay(days[0].day)}</span>
        <span>today</span>
      </div>
      <details className="text-sm">
        <summary className="cursor-pointer rounded-sm text-muted hover:text-text">Numbers</summary>
        <table className="mt-2 w-full text-left">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr className="text-muted">
              <th scope="col" className="py-1 font-medium">
                Day
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                {noun}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...days].reverse().map(({ day, value }) => (
              <tr key={day} className="border-line border-t">
                <th scope="row" className="py-1 font-normal">
                  {shortDay(day)}
                </th>
                <td className="py-1 text-right tabular-nums">{format(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
