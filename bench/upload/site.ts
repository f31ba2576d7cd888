import { randomBytes } from 'node:crypto';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { forward } from '@/e2e/support/forward';
import { admin, raiseLimits, signIn } from '@/e2e/support/people';
import { startStack } from '@/e2e/support/stack';
import { Signer } from '@/lib/storage/signer';
import { freePort } from '@/scripts/services/ports';
import { EMBEDDED_BUCKET } from '@/scripts/start/app-env';
import { findLanAddress } from '@/scripts/start/lan';
import { readOrMakeSecrets } from '@/scripts/start/secrets';

/** A Sluice with a page of the contestants before it, on one origin, and a signer of its own for the peers. */
export type Site = {
  url: string;
  /** Calls that the app was sent since the last `forget`, and their bytes in both directions. */
  calls: () => { count: number; bytes: number };
  forget: () => void;
  /** A signed PUT for any key of the bucket. */
  sign: (request: SignRequest) => string;
  cookies: { name: string; value: string; url: string }[];
  dataDir: string;
  stop: () => Promise<void>;
};

type SignRequest = {
  method: 'PUT' | 'POST' | 'GET' | 'DELETE';
  key: string;
  uploadId?: string;
  partNumber?: number;
};

const page =
  '<!doctype html><title>bench</title><input type="file" multiple><script type="module" src="/bench/run.js"></script>';

/** Starts it; `onLink`: reachable by the address of the emulated link this process runs on. */
export async function startSite({ onLink }: { onLink: boolean }): Promise<Site> {
  const assets = await bundle();
  const port = await freePort();
  const address = onLink ? (findLanAddress() ?? '127.0.0.1') : 'localhost';
  const url = `http://${address}:${port}`;
  const secret = randomBytes(12).toString('base64url');
  const appPort = await freePort();
  const bucketPort = await freePort();
  const stack = await startStack({
    args: onLink ? ['--lan'] : [],
    env: {
      PORT: String(appPort),
      SLUICE_BUCKET_PORT: String(bucketPort),
      SLUICE_URL: url,
      SLUICE_ADMIN_EMAIL: admin.email,
      SLUICE_ADMIN_PASSWORD: secret,
    },
  });
  const dataDir = path.join(stack.dir, 'data');
  const sign = createSign(dataDir, `http://${onLink ? address : '127.0.0.1'}:${bucketPort}`);
  let calls = { count: 0, bytes: 0 };
  const agent = new Agent({ keepAlive: true });
  const target = new URL(`http://127.0.0.1:${appPort}`);
  const server = createServer((request, response) => {
    const asset = assets.get(request.url ?? '');
    if (asset) {
      response.writeHead(200, { 'content-type': asset.type }).end(asset.body);
    } else if (request.url === '/bench/sign') {
      void answerSign(request, response, sign);
    } else {
      calls.count += 1;
      const { socket } = request;
      const before = socket.bytesRead + socket.bytesWritten;
      void forward({ request, response, target, agent }).then(() => {
        calls.bytes += socket.bytesRead + socket.bytesWritten - before;
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(port, onLink ? '0.0.0.0' : '127.0.0.1', resolve));
  const api = await signIn(admin.email, { url, password: secret });
  await raiseLimits(api);
  const { cookies } = await api.storageState();
  return {
    url,
    calls: () => calls,
    forget: () => {
      calls = { count: 0, bytes: 0 };
    },
    sign,
    cookies: cookies.map(({ name, value }) => ({ name, value, url })),
    dataDir,
    stop: async () => {
      await api.dispose();
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await stack.stop();
    },
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

/** Signs any request to the embedded bucket with its own keys, as a signing server of Uppy's users would. */
function createSign(dataDir: string, origin: string): Site['sign'] {
  const { bucketAccessKeyId: accessKeyId, bucketSecretAccessKey: secretAccessKey } =
    readOrMakeSecrets(dataDir);
  const signer = new Signer({ accessKeyId, secretAccessKey }, 'us-east-1', origin);
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

async function answerSign(
  request: IncomingMessage,
  response: ServerResponse,
  sign: Site['sign'],
): Promise<void> {
  let body = '';
  for await (const piece of request) body += piece;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ url: sign(JSON.parse(body)) }));
}
