'use client';

import { type ChangeEvent, type ReactNode, useId, useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { Field, TextField } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { FileKind } from '@/lib/contracts/files';
import type { Policy } from '@/lib/contracts/policy';
import { quotaProblem, quotaText, readQuota } from '../quota';
import { kindNames } from './policy-words';

export type Draft = { policy: Policy; change: (part: Partial<Policy>) => void };

/** Label left, control right; below each other where there is no room. */
export const Row = ({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string | undefined;
  children: ReactNode;
}) => (
  <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
    <div className="min-w-0 flex-1 basis-28">
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
      className="w-36"
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
  value: number | null;
  /** Empty means unlimited. */
  mayBeEmpty?: boolean;
  onChange: (value: number | null) => void;
};

/** A size as people write it. While it cannot be read the last good one stays in force, and `problem` says so. */
function useSizeText({ value, mayBeEmpty = false, onChange }: SizeProps) {
  const [text, setText] = useState<string>();
  const typed = text === undefined ? value : readQuota(text);
  const isWrong = typed === undefined || (typed === null && !mayBeEmpty);
  return {
    problem: isWrong ? (mayBeEmpty ? quotaProblem : 'Write a size such as 5 GB.') : undefined,
    input: {
      value: text ?? quotaText(value),
      placeholder: mayBeEmpty ? 'Unlimited' : undefined,
      autoComplete: 'off',
      onBlur: () => {
        if (!isWrong) setText(undefined);
      },
      onChange: (event: ChangeEvent<HTMLInputElement>) => {
        setText(event.target.value);
        const read = readQuota(event.target.value);
        if (read !== undefined && (read !== null || mayBeEmpty)) onChange(read);
      },
    },
  };
}

/** A size with its label above it. */
export function SizeField({ label, hint, ...size }: SizeProps & { label: string; hint?: string }) {
  const { problem, input } = useSizeText(size);
  return <TextField {...input} label={label} hint={hint} error={problem} />;
}

const kinds = Object.keys(kindNames) as FileKind[];

/** Which kinds are accepted, and how large each may be. */
export const KindTable = (draft: Draft) => (
  <div className="flex flex-col gap-1.5">
    <div aria-hidden className="flex justify-between gap-4 text-muted text-sm">
      <span>Accepted</span>
      <span className="w-36">Largest file</span>
    </div>
    <ul className="divide-y divide-line border-line border-y">
      {kinds.map((kind) => (
        <KindRow key={kind} kind={kind} draft={draft} />
      ))}
    </ul>
  </div>
);

function KindRow({ kind, draft: { policy, change } }: { kind: FileKind; draft: Draft }) {
  const isAllowed = policy.allowedKinds.includes(kind);
  const noteId = useId();
  const { problem, input } = useSizeText({
    value: policy.maxBytesByKind[kind],
    onChange: (bytes) =>
      bytes !== null && change({ maxBytesByKind: { ...policy.maxBytesByKind, [kind]: bytes } }),
  });
  const accept = (on: boolean) =>
    change({
      allowedKinds: kinds.filter((one) => (one === kind ? on : policy.allowedKinds.includes(one))),
    });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 py-2">
      <span className="flex min-h-control min-w-0 flex-1 items-center gap-2.5">
        <Checkbox label={`Accept: ${kindNames[kind]}`} checked={isAllowed} onCheckedChange={accept} />
        <span className="font-medium">{kindNames[kind]}</span>
      </span>
      <span className="flex min-h-control w-36 items-center">
        {isAllowed ? (
          <Input
            {...input}
            aria-label={`Largest file: ${kindNames[kind]}`}
            aria-describedby={problem ? noteId : undefined}
            aria-invalid={problem ? true : undefined}
          />
        ) : (
          <span className="text-muted">Refused</span>
        )}
      </span>
      {isAllowed && problem && (
        <p id={noteId} className="w-full pt-1 text-right text-danger text-sm">
          {problem}
        </p>
      )}
    </li>
  );
}
