'use client';

import { useEffect, useState } from 'react';
import { Progress } from '@/components/ui/progress';
import type { FileDto } from '@/lib/contracts/files';
import { toPercent } from '@/lib/format/count';
import { forgetUrl, signedUrl } from './signed-url';
import { StageError } from './stage-error';

/**
 * A PDF in the browser's own viewer. It is fetched first and shown from memory: our bucket sandboxes everything it
 * serves, and in a sandbox browsers show no PDF.
 */
export function PdfStage({ file }: { file: FileDto }) {
  const { id, name } = file;
  const [url, setUrl] = useState<string | null>(null);
  const [percent, setPercent] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    if (round > 0) forgetUrl(id);
    const reading = new AbortController();
    let made: string | null = null;
    fetchPdf(id, reading.signal, setPercent)
      .then((blob) => {
        if (reading.signal.aborted) return;
        made = URL.createObjectURL(blob);
        setUrl(made);
      })
      .catch((thrown: unknown) => {
        if (!reading.signal.aborted) setError(thrown);
      });
    return () => {
      reading.abort();
      if (made) URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [id, round]);

  if (error !== null) {
    const retry = () => {
      setError(null);
      setRound((now) => now + 1);
    };
    return <StageError title="The document could not be loaded" error={error} onRetry={retry} />;
  }
  if (!url) {
    return (
      <div className="w-64">
        <Progress percent={percent} label={`Loading ${name}`} valueText={`${percent} %`} />
      </div>
    );
  }
  return <iframe src={url} title={name} className="size-full border-0 bg-subtle" />;
}

async function fetchPdf(
  id: string,
  signal: AbortSignal,
  onPercent: (percent: number) => void,
): Promise<Blob> {
  const { url, size } = await signedUrl(id);
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) throw new Error(`The storage answered ${response.status}.`);
  let done = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        done += piece.byteLength;
        onPercent(toPercent(done, size));
        controller.enqueue(piece);
      },
    }),
  );
  const bytes = await new Response(counted).arrayBuffer();
  return new Blob([bytes], { type: 'application/pdf' });
}
