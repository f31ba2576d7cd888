'use client';

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { Field, TextField } from '@/components/ui/field';
import { Input, inputClass } from '@/components/ui/input';
import { PasswordField } from '@/components/ui/password-field';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import type { ShareDto, ShareOptions } from '@/lib/contracts/shares';
import { formatSpan } from '@/lib/format/duration';
import { draftProblems, type LifeChoice, type ShareDraft } from './share-draft';

const hour = 3_600;
const day = 24 * hour;
const lives = [hour, day, 2 * day, 7 * day, 30 * day, 90 * day];

const labels = [
  { value: 'none', label: 'Usual' },
  { value: 'public', label: 'Public' },
  { value: 'internal', label: 'Internal' },
  { value: 'confidential', label: 'Confidential' },
] as const;
type LabelChoice = (typeof labels)[number]['value'];

type ShareFormProps = {
  draft: ShareDraft;
  onChange: (change: Partial<ShareDraft>) => void;
  options: ShareOptions | undefined;
  /** The message of the server for a field. */
  fieldError: (name: string) => string | undefined;
  /** Given when a link is changed, not made. */
  share?: ShareDto;
  /** Shown as problems once the person has tried to send it. */
  tried: boolean;
};

function lifeHint({ label, life, kind }: ShareDraft, options: ShareOptions | undefined): string | undefined {
  if (life !== 'usual' || !options) return undefined;
  if (kind === 'public')
    return 'Pages that embed it must not break: a public address stays until you revoke it, also where links must expire.';
  if (label) return undefined;
  const { document, image, other } = options.secondsByKind;
  return `Documents ${formatSpan(document)}, images ${formatSpan(image)}, others ${formatSpan(other)}; the shortest counts.`;
}

function lifeOptions(draft: ShareDraft, options: ShareOptions | undefined, share: ShareDto | undefined) {
  const usual =
    draft.label && options
      ? `As the label says (${formatSpan(options.secondsByLabel[draft.label])})`
      : 'As usual';
  const chosen: { value: LifeChoice; label: string }[] = lives.map((seconds) => ({
    value: `${seconds}`,
    label: formatSpan(seconds),
  }));
  const first = share
    ? { value: 'keep' as const, label: 'As it is' }
    : { value: 'usual' as const, label: usual };
  const canStay = (options?.mayNeverExpire ?? false) || draft.kind === 'public';
  return [
    first,
    ...chosen,
    { value: 'date' as const, label: 'On a date …' },
    ...(canStay ? [{ value: 'never' as const, label: 'Never' }] : []),
  ];
}

/** Everything that can be chosen for a link: the usual in sight, the rest one click away. */
export function ShareForm({ draft, onChange, options, fieldError, share, tried }: ShareFormProps) {
  const problems = tried ? draftProblems(draft) : {};
  const isLink = draft.kind === 'share';
  return (
    <div className="flex flex-col gap-4">
      {isLink && (
        <div className="flex flex-col gap-1.5">
          <p aria-hidden className="font-medium text-sm">
            Sensitivity
          </p>
          <SegmentedControl<LabelChoice>
            label="Sensitivity"
            value={draft.label ?? 'none'}
            segments={labels}
            onValueChange={(value) => onChange({ label: value === 'none' ? null : value })}
            className="max-w-full self-start overflow-x-auto"
          />
        </div>
      )}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Ends" hint={lifeHint(draft, options)} error={fieldError('expiresIn') ?? undefined}>
          {(control) => (
            <Select
              {...control}
              value={draft.life}
              options={lifeOptions(draft, options, share)}
              onValueChange={(life) => onChange({ life })}
            />
          )}
        </Field>
        {draft.life === 'date' && (
          <Field label="Day and time" error={problems.date ?? fieldError('expiresAt')}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={draft.date}
                onChange={(event) => onChange({ date: event.target.value })}
              />
            )}
          </Field>
        )}
        {isLink && (
          <SharePassword draft={draft} onChange={onChange} share={share} error={fieldError('password')} />
        )}
      </div>
      <More open={share !== undefined}>
        {isLink && (
          <>
            <TextField
              label="Downloads in all"
              inputMode="numeric"
              placeholder="No limit"
              value={draft.limit}
              onChange={(event) => onChange({ limit: event.target.value })}
              hint="1 makes a link for one download. Looking never counts."
              error={problems.limit ?? fieldError('maxDownloads')}
              disabled={draft.viewOnly}
            />
            <Switch
              label="Look only"
              hint="Visitors see small previews, not the files. Whoever is determined can still copy what they see."
              checked={draft.viewOnly}
              onCheckedChange={(viewOnly) => onChange({ viewOnly })}
            />
          </>
        )}
        <TextField
          label="Own address"
          value={draft.slug}
          onChange={(event) => onChange({ slug: event.target.value })}
          placeholder="summer-party"
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          hint="A word can be guessed; the random address cannot. Add a password to a word."
          error={fieldError('slug')}
        />
        {isLink && (
          <Field label="Note to the visitors" error={fieldError('note')}>
            {(control) => (
              <textarea
                {...control}
                rows={2}
                maxLength={1000}
                value={draft.note}
                onChange={(event) => onChange({ note: event.target.value })}
                className={`${inputClass} h-auto py-1.5`}
              />
            )}
          </Field>
        )}
      </More>
    </div>
  );
}

type SharePasswordProps = Pick<ShareFormProps, 'draft' | 'onChange'> & {
  share: ShareDto | undefined;
  error: string | undefined;
};

function SharePassword({ draft, onChange, share, error }: SharePasswordProps) {
  const boxId = useId();
  const has = share?.passwordProtected ?? false;
  const hint = has
    ? 'A new one locks out everybody who has the old one.'
    : draft.label === 'confidential'
      ? 'A confidential link needs one.'
      : 'Optional. Tell it by another way than the link.';
  return (
    <div className="flex flex-col gap-2">
      <PasswordField
        label={has ? 'New password' : 'Password'}
        autoComplete="new-password"
        value={draft.password}
        onChange={(event) => onChange({ password: event.target.value, withoutPassword: false })}
        hint={hint}
        error={error}
      />
      {has && (
        <label htmlFor={boxId} className="flex items-center gap-2">
          <Checkbox
            id={boxId}
            checked={draft.withoutPassword}
            onCheckedChange={(withoutPassword) => onChange({ withoutPassword, password: '' })}
          />
          Take the password away
        </label>
      )}
    </div>
  );
}

const More = ({ open, children }: { open: boolean; children: ReactNode }) => (
  <details open={open} className="group rounded-md border border-line">
    <summary className="flex min-h-control select-none list-none items-center gap-2 rounded-md px-3 font-medium hover:bg-hover">
      <ChevronRight aria-hidden className="size-4 text-muted transition-transform group-open:rotate-90" />
      Limit, address, note
    </summary>
    <div className="flex flex-col gap-4 border-line border-t p-3">{children}</div>
  </details>
);
