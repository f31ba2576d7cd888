import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { after } from 'next/server';
import { cache } from 'react';
import { LockedShare } from '@/components/share/visitor/locked-share';
import { OpenSharePage } from '@/components/share/visitor/open-share-page';
import { visitOf } from '@/lib/auth/visitor';
import { formatBytes } from '@/lib/format/bytes';
import { formatCount } from '@/lib/format/count';
import { escapeBidi } from '@/lib/format/file-name';
import { toOpenShare } from '@/lib/shares/to-visited';
import { listItems, recordRefusal, visitSharePage } from '@/lib/shares/visit-share';

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ problem?: string | string[] }>;
};

/** One visit for page and metadata: opened once, recorded once. */
const visitPage = cache(async (slug: string) => {
  const visit = visitOf(new Headers(await headers()), slug);
  const opened = await visitSharePage(visit);
  if (opened.state === 'unavailable') after(() => recordRefusal(visit));
  if (opened.state !== 'open') return { state: opened.state };
  return { state: opened.state, share: opened.share, shown: await toOpenShare(opened.share) };
});

const quiet = { title: 'A shared link', description: 'Somebody shared something with you.' };

/** A link preview says what an open page says; of a locked page, nothing. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const visited = await visitPage((await params).slug);
  if (visited.state !== 'open') return { ...quiet, openGraph: { ...quiet, siteName: 'Sluice' } };
  const { title, owner, fileCount, totalBytes } = visited.shown;
  const said = {
    title: escapeBidi(title),
    description: `${owner} shared ${formatCount(fileCount, 'file')} (${formatBytes(totalBytes)}) with you.`,
  };
  return { ...said, openGraph: { ...said, siteName: 'Sluice', type: 'website' } };
}

/** What a visitor without an account sees. Unknown, expired, revoked and used up are one 404 page. */
export default async function VisitorPage({ params, searchParams }: Props) {
  const [{ slug }, { problem }] = await Promise.all([params, searchParams]);
  const visited = await visitPage(slug);
  if (visited.state === 'unavailable') notFound();
  if (visited.state !== 'open') {
    return (
      <LockedShare slug={slug} problem={problem === 'password' || problem === 'rate' ? problem : null} />
    );
  }
  const first = await listItems(visited.share, { limit: 60 });
  return <OpenSharePage slug={slug} share={visited.shown} first={first} failed={problem === 'download'} />;
}
