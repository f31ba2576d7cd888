'use client';

import { useMutation } from '@tanstack/react-query';
import { Stethoscope } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Progress } from '@/components/ui/progress';
import { api } from '@/lib/api-client/api';
import type { Finding } from '@/lib/contracts/doctor';
import { formatCount } from '@/lib/format/count';
import { runBrowserChecks } from './browser-checks';

const order: Finding['status'][] = ['failed', 'warning', 'ok', 'skipped'];
const looks: Record<Finding['status'], { tone: Tone; label: string }> = {
  failed: { tone: 'danger', label: 'failed' },
  warning: { tone: 'warning', label: 'look at this' },
  ok: { tone: 'success', label: 'fine' },
  skipped: { tone: 'neutral', label: 'not tried' },
};

/** Server first, then this very browser; worst first. */
async function examine(): Promise<Finding[]> {
  const run = await api('runDoctor');
  const claims =
    run.browserChecks.length > 0
      ? await api('reportBrowserChecks', {
          params: { runId: run.runId },
          body: { results: await runBrowserChecks(run.browserChecks) },
        })
      : { findings: [] };
  return [...claims.findings, ...run.findings].sort(
    (a, b) => order.indexOf(a.status) - order.indexOf(b.status),
  );
}

/** One button that says why storage does not work, and what to do about it. */
export function Doctor() {
  const run = useMutation({ mutationFn: examine });
  const button = (
    <Button
      variant="primary"
      icon={<Stethoscope aria-hidden className="size-4" />}
      pending={run.isPending}
      onClick={() => run.mutate()}
    >
      {run.isSuccess ? 'Examine again' : 'Examine the storage'}
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      {run.isIdle && (
        <EmptyState
          icon={<Stethoscope />}
          title="Find out in one click whether storage works"
          action={button}
        >
          Tries every permission and every kind of signed URL with tiny objects, from the server and from this
          browser, and removes them again.
        </EmptyState>
      )}
      {run.isPending && (
        <div role="status" className="flex flex-col gap-2">
          <p>Examining from the server and from this browser…</p>
          <Progress percent={null} label="Examining the storage" />
        </div>
      )}
      {run.isError && (
        <ErrorState title="The examination broke off" error={run.error} onRetry={() => run.mutate()} />
      )}
      {run.isSuccess && <Findings findings={run.data} button={button} />}
    </div>
  );
}

function Findings({ findings, button }: { findings: Finding[]; button: ReactNode }) {
  const count = (status: Finding['status']) => findings.filter((one) => one.status === status).length;
  const failed = count('failed');
  const warnings = count('warning');
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Callout tone={failed > 0 ? 'danger' : warnings > 0 ? 'warning' : 'success'}>
          {failed > 0
            ? `${formatCount(failed, 'check')} failed`
            : warnings > 0
              ? `Storage works; ${formatCount(warnings, 'thing')} to look at`
              : `All ${findings.length} checks are fine`}
        </Callout>
        {button}
      </div>
      <ul className="flex flex-col rounded-lg border border-line bg-raised">
        {findings.map((finding) => (
          <li key={`${finding.source} ${finding.id}`} className="border-line border-b last:border-b-0">
            <details open={finding.status === 'failed'}>
              <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 hover:bg-subtle">
                <span className="shrink-0 max-sm:order-1 sm:w-21">
                  <Badge tone={looks[finding.status].tone}>{looks[finding.status].label}</Badge>
                </span>
                <span className="min-w-0 flex-1 basis-44 font-medium">{finding.title}</span>
                {finding.source === 'browser' && (
                  <span className="text-muted text-sm max-sm:order-2 max-sm:w-full">
                    claimed by this browser
                  </span>
                )}
              </summary>
              <dl className="grid gap-x-3 gap-y-1 px-4 pb-4 sm:grid-cols-[5.25rem_1fr]">
                <Line name="Tried" text={finding.tried} />
                <Line name="Came back" text={finding.cameBack} />
                <Line name="Means" text={finding.means} />
                {finding.mend && <Line name="Mend" text={finding.mend} />}
              </dl>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}

const Line = ({ name, text }: { name: string; text: string }) => (
  <>
    <dt className="text-muted max-sm:text-sm">{name}</dt>
    <dd className="min-w-0 select-text break-words max-sm:mb-2">{text}</dd>
  </>
);
