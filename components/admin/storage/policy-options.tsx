'use client';

import { Field } from '@/components/ui/field';
import { inputClass } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import type { ApplyConfiguration } from '@/lib/contracts/storage';

type PolicyWish = NonNullable<ApplyConfiguration['policy']>;

/** The statements of the bucket policy as the form holds them; referers one a line. */
export type PolicyDraft = { tlsOnly: boolean; age: string; referers: string };
export const usualPolicy: PolicyDraft = { tlsOnly: true, age: 'none', referers: '' };

/** What is asked of the server for a draft. */
export function toPolicyWish({ tlsOnly, age, referers }: PolicyDraft): PolicyWish {
  const refererAllowList = referers
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    tlsOnly,
    ...(age === 'none' ? {} : { maxSignatureAgeSeconds: Number(age) }),
    ...(refererAllowList.length > 0 ? { refererAllowList } : {}),
  };
}

const ages = [
  { value: 'none', label: 'As signed' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
];

type PolicyOptionsProps = { draft: PolicyDraft; onChange: (draft: PolicyDraft) => void };

/** What the bucket policy is to refuse. */
export const PolicyOptions = ({ draft, onChange }: PolicyOptionsProps) => (
  <div className="grid gap-4 rounded-md bg-subtle p-3 sm:grid-cols-2">
    <Switch
      label="Refuse plain http"
      hint="Not while the bucket’s own address is http."
      checked={draft.tlsOnly}
      onCheckedChange={(tlsOnly) => onChange({ ...draft, tlsOnly })}
    />
    <Field label="Oldest signature" hint="Older ones are refused, whatever life was signed.">
      {({ id }) => (
        <Select
          id={id}
          value={draft.age}
          options={ages}
          onValueChange={(age) => onChange({ ...draft, age })}
        />
      )}
    </Field>
    <div className="sm:col-span-2">
      <Field
        label="Only pages of these addresses may load signed files (optional)"
        hint="One a line, such as https://files.example.com/*. A hint against hot links, no security: browsers may leave the Referer out, and then nothing loads."
      >
        {(control) => (
          <textarea
            {...control}
            rows={2}
            spellCheck={false}
            value={draft.referers}
            onChange={(event) => onChange({ ...draft, referers: event.target.value })}
            className={`${inputClass} h-auto py-1.5`}
          />
        )}
      </Field>
    </div>
  </div>
);
