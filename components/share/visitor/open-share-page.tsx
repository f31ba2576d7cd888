import { Badge } from '@/components/ui/badge';
import { Callout } from '@/components/ui/callout';
import { Time } from '@/components/ui/time';
import type { OpenShare, VisitorItemPage } from '@/lib/contracts/visits';
import { formatBytes } from '@/lib/format/bytes';
import { formatCount } from '@/lib/format/count';
import { escapeBidi } from '@/lib/format/file-name';
import { VisitorFiles } from './visitor-files';
import { VisitorFrame } from './visitor-frame';

type OpenSharePageProps = {
  slug: string;
  share: OpenShare;
  first: VisitorItemPage;
  /** A download by plain form did not start. */
  failed: boolean;
};

/** An open link: what it is, who shared it, until when, and the files. Complete without a script. */
export function OpenSharePage({ slug, share, first, failed }: OpenSharePageProps) {
  return (
    <VisitorFrame>
      <header className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="break-words font-semibold text-2xl">{escapeBidi(share.title)}</h1>
          {share.label === 'confidential' && <Badge tone="warning">Confidential</Badge>}
          {share.label === 'internal' && <Badge>Internal</Badge>}
        </div>
        <p className="text-muted">
          Shared by <bdi className="font-medium text-text">{share.owner}</bdi> ·{' '}
          {share.fileCount === 0
            ? 'nothing yet'
            : `${formatCount(share.fileCount, 'file')}, ${formatBytes(share.totalBytes)}`}
          {share.expiresAt && (
            <>
              {' '}
              · ends <Time value={share.expiresAt} />
            </>
          )}
        </p>
        {share.note && (
          <p className="max-w-prose whitespace-pre-line border-accent border-l-2 py-0.5 pl-3">{share.note}</p>
        )}
      </header>
      {failed && (
        <Callout tone="danger">The download did not start. The link may have changed: try again.</Callout>
      )}
      <VisitorFiles slug={slug} share={share} first={first} />
    </VisitorFrame>
  );
}
