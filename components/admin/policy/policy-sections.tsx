'use client';

import { useState } from 'react';
import { TextField } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import type { FileKind } from '@/lib/contracts/files';
import { CountField, type Draft, KindTable, Row, SizeField, WhoMay } from './policy-fields';
import { kindNames, readExtensions } from './policy-words';
import { SpanSelect } from './span-select';

const hour = 3600;
const day = 24 * hour;
const kinds = Object.keys(kindNames) as FileKind[];
const longest = 3650 * day;
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

export const UrlSection = ({ draft: { policy, change } }: { draft: Draft }) => (
  <Section
    split
    title="Signed URLs"
    description="Whoever holds a signed URL can use it until it ends, also when the person is disabled meanwhile."
  >
    <Row label="Upload" hint="5 to 15 minutes">
      <SpanSelect
        label="Life of upload URLs"
        seconds={policy.uploadUrlSeconds}
        presets={[300, 600, 900]}
        min={300}
        max={900}
        onChange={(uploadUrlSeconds) => change({ uploadUrlSeconds })}
      />
    </Row>
    <Row label="Own downloads" hint="1 minute to 24 hours">
      <SpanSelect
        label="Life of download URLs"
        seconds={policy.downloadUrlSeconds}
        presets={[300, 900, hour, 6 * hour, day]}
        min={60}
        max={day}
        onChange={(downloadUrlSeconds) => change({ downloadUrlSeconds })}
      />
    </Row>
    <h3 className="font-medium text-muted text-sm">Links signed in batches, by kind (at most 7 days)</h3>
    {kinds.map((kind) => (
      <Row key={kind} label={kindNames[kind]}>
        <SpanSelect
          label={`Life of batch links: ${kindNames[kind]}`}
          seconds={policy.linkSecondsByKind[kind]}
          presets={[hour, day, 2 * day, 7 * day]}
          min={60}
          max={7 * day}
          onChange={(seconds) =>
            change({ linkSecondsByKind: { ...policy.linkSecondsByKind, [kind]: seconds } })
          }
        />
      </Row>
    ))}
  </Section>
);

const labels = { public: 'Public', internal: 'Internal', confidential: 'Confidential' } as const;

export const ShareSection = ({ draft: { policy, change } }: { draft: Draft }) => (
  <Section split title="Shares" description="How long a new share lives unless its maker says otherwise.">
    {(Object.keys(labels) as (keyof typeof labels)[]).map((label) => (
      <Row key={label} label={labels[label]} hint={label === 'confidential' ? 'Needs a password' : undefined}>
        <SpanSelect
          label={`Life of shares: ${labels[label]}`}
          seconds={policy.shareSecondsByLabel[label]}
          presets={[2 * hour, day, 7 * day, 30 * day]}
          min={60}
          max={longest}
          onChange={(seconds) =>
            change({ shareSecondsByLabel: { ...policy.shareSecondsByLabel, [label]: seconds } })
          }
        />
      </Row>
    ))}
    <h3 className="font-medium text-muted text-sm">Without a label, by kind</h3>
    {kinds.map((kind) => (
      <Row key={kind} label={kindNames[kind]}>
        <SpanSelect
          label={`Life of shares: ${kindNames[kind]}`}
          seconds={policy.shareSecondsByKind[kind]}
          presets={[2 * hour, day, 2 * day, 7 * day, 30 * day]}
          min={60}
          max={longest}
          onChange={(seconds) =>
            change({ shareSecondsByKind: { ...policy.shareSecondsByKind, [kind]: seconds } })
          }
        />
      </Row>
    ))}
    <Row label="Links for one download" hint="5 to 60 minutes; a shorter life by label counts">
      <SpanSelect
        label="Life of links for one download"
        seconds={policy.oneTimeShareSeconds}
        presets={[300, 900, 1800, hour]}
        min={300}
        max={hour}
        onChange={(oneTimeShareSeconds) => change({ oneTimeShareSeconds })}
      />
    </Row>
    <Switch
      label="Shares without an end"
      hint="Lets people make pages for visitors that never expire. A public address stays until it is revoked, with or without this."
      checked={policy.sharesMayNeverExpire}
      onCheckedChange={(sharesMayNeverExpire) => change({ sharesMayNeverExpire })}
    />
  </Section>
);

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
