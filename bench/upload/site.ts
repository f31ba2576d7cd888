import { randomBytes } from 'node:crypto';
import { Agent, createServer } from 'node:http';
import path from 'node:path';
import { forward } from '@/e2e/support/forward';
import { admin, raiseLimits, signIn } from '@/e2e/support/people';
import { startStack } from '@/e2e/support/stack';
import { type FileKind, fileKinds } from '@/lib/contracts/files';
import { freePort } from '@/scripts/services/ports';
import { findLanAddress } from '@/scripts/start/lan';
import { readOrMakeSecrets } from '@/scripts/start/secrets';
import { createSign, type Sign, servePages } from './pages';

/** `memory` sends a file above the 5 GiB that the policy lets in at first. */
const anySize = Object.fromEntries(fileKinds.map((kind) => [kind, 2 ** 40])) as Record<FileKind, number>;

/** A Sluice with a page of the contestants before it, on one origin, and a signer of its own for the peers. */
export type Site = {
  url: string;
  /** Calls that the app was sent since the last `forget`, and their bytes in both directions. */
  calls: () => { count: number; bytes: number };
  forget: () => void;
  /** A signed PUT for any key of the bucket. */
  sign: Sign;
  cookies: { name: string; value: string; url: string }[];
  dataDir: string;
  stop: () => Promise<void>;
};

/** Starts it; `onLink`: reachable by the address of the emulated link this process runs on. */
export async function startSite({ onLink }: { onLink: boolean }): Promise<Site> {
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
  const secrets = readOrMakeSecrets(dataDir);
  const sign = createSign({
    accessKeyId: secrets.bucketAccessKeyId,
    secretAccessKey: secrets.bucketSecretAccessKey,
    origin: `http://${onLink ? address : '127.0.0.1'}:${bucketPort}`,
  });
  const servesPage = await servePages(() => sign);
  let calls = { count: 0, bytes: 0 };
  const agent = new Agent({ keepAlive: true });
  const target = new URL(`http://127.0.0.1:${appPort}`);
  const server = createServer((request, response) => {
    if (servesPage(request, response)) return;
    calls.count += 1;
    const { socket } = request;
    const before = socket.bytesRead + socket.bytesWritten;
    void forward({ request, response, target, agent }).then(() => {
      calls.bytes += socket.bytesRead + socket.bytesWritten - before;
    });
  });
  await new Promise<void>((resolve) => server.listen(port, onLink ? '0.0.0.0' : '127.0.0.1', resolve));
  const api = await signIn(admin.email, { url, password: secret });
  await raiseLimits(api, { maxBytesByKind: anySize });
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
