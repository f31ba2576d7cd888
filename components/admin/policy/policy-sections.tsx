'use client';

import { useState } from 'react';
import { TextField } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { CountField, type Draft, KindTable, Row, SizeField, WhoMay } from './policy-fields';
import { readExtensions } from './policy-words';

const registrations = [
  { value: 'open', label: 'Open' },
  { value: 'invite', label: 'By invitation' },
  { value: 'closed', label: 'Closed' },
] as const;
const registrationHints = {
  open: 'Anybody who can reach this address may sign up.',
  invite: 'New people need a link from an admin.',
  closed: 'Nobody can sign up, invitations included.',
};

export const PeopleSection = ({ draft }: { draft: Draft }) => (
  <Section
    split
    title="People"
    description="Who gets in, and what everybody may do. Admins may do all of it."
  >
    <Row label="Registration" hint={registrationHints[draft.policy.registration]}>
      <SegmentedControl
        label="Registration"
        value={draft.policy.registration}
        segments={registrations}
        onValueChange={(registration) => draft.change({ registration })}
      />
    </Row>
    <WhoMay name="mayUpload" label="Upload" draft={draft} />
    <WhoMay name="mayShare" label="Share by link" draft={draft} />
    <WhoMay name="mayPublish" label="Make public links" draft={draft} />
    <WhoMay name="mayCreateTokens" label="Make API tokens" draft={draft} />
    <SizeField
      label="Quota of new people"
      hint="Trash, versions and uploads under way count. Empty: unlimited."
      mayBeEmpty
      value={draft.policy.defaultQuotaBytes}
      onChange={(defaultQuotaBytes) => draft.change({ defaultQuotaBytes })}
    />
  </Section>
);

export function FilesSection({ draft }: { draft: Draft }) {
  const [text, setText] = useState<string>();
  return (
    <Section split title="Files" description="What is accepted. The content decides the kind, not the name.">
      <KindTable {...draft} />
      <TextField
        label="Extensions refused"
        hint="Separated by spaces, such as: exe bat msi"
        value={text ?? draft.policy.refusedExtensions.join(' ')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onBlur={() => setText(undefined)}
        onChange={(event) => {
          setText(event.target.value);
          draft.change({ refusedExtensions: readExtensions(event.target.value) });
        }}
      />
      <div className="grid grid-cols-2 gap-4">
        <CountField
          label="Days in the trash"
          hint="Then files are deleted for good."
          value={draft.policy.trashDays}
          min={1}
          max={3650}
          onChange={(trashDays) => draft.change({ trashDays })}
        />
        <CountField
          label="Versions kept"
          hint="Earlier contents of each file; older ones are deleted."
          value={draft.policy.versionsKept}
          min={0}
          max={1000}
          onChange={(versionsKept) => draft.change({ versionsKept })}
        />
      </div>
    </Section>
  );
}

export const RateSection = ({ draft: { policy, change } }: { draft: Draft }) => (
  <Section split title="Rate limits" description="For each person, token or address, a minute.">
    <div className="grid grid-cols-2 gap-4 sm:grid-cols-3">
      <CountField
        label="Signed URLs"
        value={policy.urlsPerMinute}
        min={10}
        max={1_000_000}
        onChange={(urlsPerMinute) => change({ urlsPerMinute })}
      />
      <CountField
        label="Requests"
        value={policy.requestsPerMinute}
        min={10}
        max={1_000_000}
        onChange={(requestsPerMinute) => change({ requestsPerMinute })}
      />
      <CountField
        label="Passwords and codes"
        value={policy.authTriesPerMinute}
        min={5}
        max={1_000_000}
        onChange={(authTriesPerMinute) => change({ authTriesPerMinute })}
      />
    </div>
  </Section>
);

const auditLives = [
  { value: 'forever', label: 'For ever' },
  { value: '3', label: '3 months' },
  { value: '12', label: '1 year' },
  { value: '24', label: '2 years' },
  { value: '84', label: '7 years' },
];

export function HistorySection({ draft: { policy, change } }: { draft: Draft }) {
  const value = policy.auditMonths === null ? 'forever' : String(policy.auditMonths);
  const own = auditLives.some((life) => life.value === value)
    ? []
    : [{ value, label: `${policy.auditMonths} months` }];
  return (
    <Section
      split
      title="Audit log"
      description="Older months of the audit log are dropped whole, and the log says so."
    >
      <Row label="Keep the audit log">
        <Select
          aria-label="Keep the audit log"
          value={value}
          options={[...auditLives, ...own]}
          onValueChange={(next) => change({ auditMonths: next === 'forever' ? null : Number(next) })}
          className="w-36"
        />
      </Row>
    </Section>
  );
}
