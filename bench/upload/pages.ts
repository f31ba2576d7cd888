import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { Signer } from '@/lib/storage/signer';
import { EMBEDDED_BUCKET } from '@/scripts/start/app-env';

const page =
  '<!doctype html><title>bench</title><input type="file" multiple><script type="module" src="/bench/run.js"></script>';

/** A signed URL for any key of the bucket, as a signing server of Uppy's users would make it. */
export type Sign = (request: {
  method: 'PUT' | 'POST' | 'GET' | 'DELETE';
  key: string;
  uploadId?: string;
  partNumber?: number;
}) => string;

/** Answers what belongs to the contestants' page, and says whether that was so. `sign` is asked for with each call. */
export async function servePages(
  sign: () => Sign,
): Promise<(request: IncomingMessage, response: ServerResponse) => boolean> {
  const assets = await bundle();
  return (request, response) => {
    const asset = assets.get(request.url ?? '');
    if (asset) response.writeHead(200, { 'content-type': asset.type }).end(asset.body);
    else if (request.url === '/bench/sign') void answerSign(request, response, sign());
    else return false;
    return true;
  };
}

async function bundle(): Promise<Map<string, { type: string; body: Uint8Array | string }>> {
  const { outputFiles } = await build({
    entryPoints: { run: 'bench/upload/page/run.ts', 'hash.worker': 'lib/uploader/hash.worker.ts' },
    outdir: 'bench',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    minify: true,
    tsconfig: 'tsconfig.json',
  });
  const scripts = outputFiles.map(
    (file) =>
      [`/bench/${path.basename(file.path)}`, { type: 'text/javascript', body: file.contents }] as const,
  );
  return new Map<string, { type: string; body: Uint8Array | string }>([
    ['/bench/', { type: 'text/html', body: page }],
    ...scripts,
  ]);
}

/** Signs with the bucket's own keys, for the address that browsers know it by. */
export function createSign({
  origin,
  ...keys
}: {
  accessKeyId: string;
  secretAccessKey: string;
  origin: string;
}): Sign {
  const signer = new Signer(keys, 'us-east-1', origin);
  return ({ method, key, uploadId, partNumber }) => {
    const query: [string, string][] = [
      ...(partNumber === undefined ? [] : [['partNumber', String(partNumber)] as [string, string]]),
      ...(uploadId === undefined ? [] : [['uploadId', uploadId] as [string, string]]),
      ...(method === 'POST' && uploadId === undefined ? [['uploads', ''] as [string, string]] : []),
    ];
    return signer.signUrl({
      method,
      path: `/${EMBEDDED_BUCKET}/bench/${encodeURIComponent(key)}`,
      headers: { host: signer.host },
      query,
      signedAtMs: Date.now(),
      expiresInSeconds: 3_600,
    });
  };
}

async function answerSign(request: IncomingMessage, response: ServerResponse, sign: Sign): Promise<void> {
  let body = '';
  for await (const piece of request) body += piece;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ url: sign(JSON.parse(body)) }));
}
