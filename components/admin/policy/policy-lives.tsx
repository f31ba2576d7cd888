'use client';

import { Section } from '@/components/ui/section';
import { Switch } from '@/components/ui/switch';
import type { FileKind } from '@/lib/contracts/files';
import { type Draft, Row } from './policy-fields';
import { kindNames } from './policy-words';
import { SpanSelect } from './span-select';

const hour = 3600;
const day = 24 * hour;
const kinds = Object.keys(kindNames) as FileKind[];
const longest = 3650 * day;
/** How long what was signed can be used. */
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

/** How long links live. */
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
