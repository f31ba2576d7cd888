'use client';

import { useState } from 'react';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { formatSpan } from '@/lib/format/duration';

const units = [
  { value: '60', label: 'minutes' },
  { value: '3600', label: 'hours' },
  { value: '86400', label: 'days' },
] as const;
type Unit = (typeof units)[number]['value'];

type SpanSelectProps = {
  label: string;
  seconds: number;
  /** Usual lives, seconds; any other between min and max can be typed. */
  presets: readonly number[];
  min: number;
  max: number;
  onChange: (seconds: number) => void;
};

const largestUnit = (seconds: number): Unit =>
  [...units].reverse().find(({ value }) => seconds % Number(value) === 0)?.value ?? '60';

/** A life: one of the usual ones, or a number and a unit. */
export function SpanSelect({ label, seconds, presets, min, max, onChange }: SpanSelectProps) {
  const [isOwn, setOwn] = useState(!presets.includes(seconds));
  const [unit, setUnit] = useState<Unit>(largestUnit(seconds));
  const clamp = (value: number) => Math.min(max, Math.max(min, Math.round(value)));
  const options = [
    ...presets.map((value) => ({ value: String(value), label: formatSpan(value) })),
    { value: 'own', label: 'Other…' },
  ];
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label={label}
        value={isOwn || !presets.includes(seconds) ? 'own' : String(seconds)}
        options={options}
        onValueChange={(value) => {
          setOwn(value === 'own');
          if (value !== 'own') onChange(Number(value));
        }}
        className="w-36"
      />
      {(isOwn || !presets.includes(seconds)) && (
        <span className="flex items-center gap-2">
          <Input
            type="number"
            aria-label={`${label}, number`}
            min={1}
            value={Number((seconds / Number(unit)).toFixed(2))}
            onChange={(event) => {
              const typed = event.target.valueAsNumber;
              if (typed > 0) onChange(clamp(typed * Number(unit)));
            }}
            className="w-20"
          />
          <Select
            aria-label={`${label}, unit`}
            value={unit}
            options={units}
            onValueChange={(next) => {
              onChange(clamp((seconds / Number(unit)) * Number(next)));
              setUnit(next);
            }}
            className="w-28"
          />
        </span>
      )}
    </div>
  );
}
