'use client';

import { type ReactNode, useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { Field, TextField } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { FileKind } from '@/lib/contracts/files';
import type { Policy } from '@/lib/contracts/policy';
import { quotaProblem, quotaText, readQuota } from '../quota';
import { kindNames } from './policy-words';

export type Draft = { policy: Policy; change: (part: Partial<Policy>) => void };

/** Label left, control right; below each other on a phone. */
export const Row = ({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string | undefined;
  children: ReactNode;
}) => (
  <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
    <div className="min-w-0 flex-1 basis-56">
      <p className="font-medium">{label}</p>
      {hint && <p className="text-muted text-sm">{hint}</p>}
    </div>
    {children}
  </div>
);

const audiences = [
  { value: 'everyone', label: 'Everybody' },
  { value: 'admins', label: 'Admins only' },
] as const;

type Permission = 'mayUpload' | 'mayShare' | 'mayPublish' | 'mayCreateTokens';

export const WhoMay = ({ name, label, draft }: { name: Permission; label: string; draft: Draft }) => (
  <Row label={label}>
    <Select
      aria-label={label}
      value={draft.policy[name]}
      options={audiences}
      onValueChange={(value) => draft.change({ [name]: value })}
      className="w-40"
    />
  </Row>
);

type CountProps = {
  label: string;
  hint?: string | undefined;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
};

export const CountField = ({ label, hint, value, min, max, onChange }: CountProps) => (
  <Field label={label} hint={hint ?? `${min.toLocaleString('en')} to ${max.toLocaleString('en')}`}>
    {(control) => (
      <Input
        {...control}
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        value={value}
        onChange={(event) => {
          const typed = event.target.valueAsNumber;
          if (Number.isInteger(typed)) onChange(Math.min(max, Math.max(0, typed)));
        }}
      />
    )}
  </Field>
);

type SizeProps = {
  label: string;
  hint?: string | undefined;
  value: number | null;
  /** Empty means unlimited. */
  mayBeEmpty?: boolean;
  onChange: (value: number | null) => void;
};

/** A size as people write it. While it cannot be read the last good one stays in force, and the field says so. */
export function SizeField({ label, hint, value, mayBeEmpty = false, onChange }: SizeProps) {
  const [text, setText] = useState<string>();
  const typed = text === undefined ? value : readQuota(text);
  const isWrong = typed === undefined || (typed === null && !mayBeEmpty);
  return (
    <TextField
      label={label}
      hint={hint}
      error={isWrong ? (mayBeEmpty ? quotaProblem : 'Write a size such as 5 GB.') : undefined}
      value={text ?? quotaText(value)}
      placeholder={mayBeEmpty ? 'Unlimited' : undefined}
      autoComplete="off"
      onBlur={() => !isWrong && setText(undefined)}
      onChange={(event) => {
        setText(event.target.value);
        const read = readQuota(event.target.value);
        if (read !== undefined && (read !== null || mayBeEmpty)) onChange(read);
      }}
    />
  );
}

const kinds = Object.keys(kindNames) as FileKind[];

/** Which kinds are accepted, and how large each may be. */
export const KindTable = ({ policy, change }: Draft) => (
  <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
    {kinds.map((kind) => {
      const isAllowed = policy.allowedKinds.includes(kind);
      return (
        <fieldset key={kind} className="flex flex-col gap-2 rounded-md border border-line p-3">
          <legend className="sr-only">{kindNames[kind]}</legend>
          <span className="flex items-center gap-2">
            <Checkbox
              label={`Accept: ${kindNames[kind]}`}
              checked={isAllowed}
              onCheckedChange={(on) =>
                change({
                  allowedKinds: kinds.filter((one) =>
                    one === kind ? on : policy.allowedKinds.includes(one),
                  ),
                })
              }
            />
            <span className="font-medium">{kindNames[kind]}</span>
          </span>
          {isAllowed ? (
            <SizeField
              label="Largest file"
              value={policy.maxBytesByKind[kind]}
              onChange={(bytes) =>
                bytes !== null && change({ maxBytesByKind: { ...policy.maxBytesByKind, [kind]: bytes } })
              }
            />
          ) : (
            <p className="text-muted text-sm">Refused</p>
          )}
        </fieldset>
      );
    })}
  </div>
);
