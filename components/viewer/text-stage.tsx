'use client';

import { useEffect, useRef, useState } from 'react';
import { Skeleton } from '@/components/ui/skeleton';
import type { FileDto } from '@/lib/contracts/files';
import { formatBytes } from '@/lib/format/bytes';
import { type ReadText, readText, textBytes } from './read-text';
import { forgetUrl, signedUrl } from './signed-url';
import { StageError } from './stage-error';
import './viewer.css';

type TextStageProps = { file: FileDto; markdown: boolean };
/** Highlighting more than this holds up the page; longer texts stay plain. */
const highlightChars = 200_000;

/** Text, code with colours, or Markdown: the first megabyte. Nothing of it runs: code is text, Markdown is cleaned. */
export function TextStage({ file, markdown }: TextStageProps) {
  const { id, size } = file;
  const [read, setRead] = useState<ReadText | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    // A new round is another try.
    if (round > 0) forgetUrl(id);
    const reading = new AbortController();
    signedUrl(id)
      .then(({ url }) => readText(url, size, reading.signal))
      .then(setRead)
      .catch((thrown: unknown) => {
        if (!reading.signal.aborted) setError(thrown);
      });
    return () => reading.abort();
  }, [id, size, round]);

  if (error !== null) {
    const retry = () => {
      setError(null);
      setRound((now) => now + 1);
    };
    return <StageError title="The text could not be read" error={error} onRetry={retry} />;
  }
  if (!read) {
    return (
      <div role="status" aria-label="Loading the text" className="flex w-full max-w-3xl flex-col gap-3 p-6">
        {[80, 60, 70, 40].map((width) => (
          <div key={width} style={{ width: `${width}%` }}>
            <Skeleton className="h-4" />
          </div>
        ))}
      </div>
    );
  }
  return (
    <section
      aria-label={file.name}
      {...keyboardScroll}
      className="size-full overflow-auto overscroll-contain bg-bg outline-offset-[-2px]"
    >
      {!read.isWhole && (
        <p className="border-line border-b bg-subtle px-6 py-2 text-muted text-sm">
          The first {formatBytes(textBytes)} of {formatBytes(size)}. Download the file to see all of it.
        </p>
      )}
      {markdown ? <Markdown text={read.text} /> : <Code text={read.text} extension={file.extension} />}
    </section>
  );
}

/** A region that scrolls must be reachable by keyboard, also where the browser does not see to it (Safari). */
const keyboardScroll = { tabIndex: 0 };

function Code({ text, extension }: { text: string; extension: string }) {
  const code = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = code.current;
    if (!element) return;
    element.textContent = text;
    if (text.length > highlightChars) return;
    let wanted = true;
    import('./highlight')
      .then(({ highlight }) => {
        const coloured = highlight(text, extension);
        if (wanted && coloured) element.replaceChildren(coloured);
      })
      // Without colours it is still the text.
      .catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [text, extension]);
  return (
    <pre className="viewer-code w-max min-w-full p-6 md:px-16 font-mono text-sm [tab-size:4]">
      <code ref={code} />
    </pre>
  );
}

function Markdown({ text }: { text: string }) {
  const article = useRef<HTMLElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let wanted = true;
    import('./markdown').then(
      ({ renderMarkdown }) => {
        if (wanted) article.current?.replaceChildren(renderMarkdown(text));
      },
      () => setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [text]);
  if (failed) return <Code text={text} extension="md" />;
  return <article ref={article} className="viewer-markdown mx-auto max-w-3xl px-6 py-8" />;
}
