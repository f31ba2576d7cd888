'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Spinner } from '@/components/ui/spinner';
import type { VisitorItem } from '@/lib/contracts/visits';
import { escapeBidi } from '@/lib/format/file-name';
import { lookOf } from './can-look';
import { PreviewMedia } from './preview-media';
import { usePreview } from './use-preview';
import type { Visit } from './use-visit';

type PreviewStageProps = { item: VisitorItem; visit: Visit };

/** The file as far as the link lets a visitor look: our rendition, or the original for a minute. */
export function PreviewStage({ item, visit }: PreviewStageProps) {
  const [round, setRound] = useState(0);
  const look = lookOf(item, visit.share);
  const name = escapeBidi(item.name);
  switch (look) {
    case null:
      return <p className="px-4 text-center text-muted">There is no preview of this file.</p>;
    case 'rendition':
      return (
        <img
          src={item.thumbnails?.[1280]}
          alt={name}
          width={item.width}
          height={item.height}
          className="h-full w-full object-contain"
        />
      );
    case 'video':
    case 'audio':
      return <PreviewMedia item={item} visit={visit} kind={look} />;
    case 'pdf':
    case 'text':
    case 'original':
      return (
        <Fetched key={round} item={item} visit={visit} look={look} onRetry={() => setRound(round + 1)} />
      );
    default:
      return look satisfies never;
  }
}

/** A region that scrolls must be reachable by keyboard, also where the browser does not see to it (Safari). */
const keyboardScroll = { tabIndex: 0 };

type FetchedProps = PreviewStageProps & { look: 'pdf' | 'text' | 'original'; onRetry: () => void };

/** PDF, text and pictures without a rendition: fetched whole and shown from memory, where no signature can end. */
function Fetched({ item, visit, look, onRetry }: FetchedProps) {
  const { content, problem } = usePreview(visit.slug, item, look);
  const name = escapeBidi(item.name);
  if (problem) {
    return (
      <Callout tone="danger" className="m-4">
        {problem}{' '}
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      </Callout>
    );
  }
  if (content === null) return <Spinner />;
  if (look === 'text') {
    return (
      <section aria-label={name} {...keyboardScroll} className="size-full overflow-auto p-4">
        <pre className="mx-auto max-w-prose whitespace-pre-wrap break-words font-mono text-sm">{content}</pre>
      </section>
    );
  }
  return look === 'pdf' ? (
    <iframe src={content} title={name} className="size-full border-0" />
  ) : (
    <img src={content} alt={name} className="h-full w-full object-contain" />
  );
}
