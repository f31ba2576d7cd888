import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { BucketOptions } from './options';
import { createBucketServer } from './server';
import { openStore } from './store/open-store';

export type { AccessKey, BucketEvent, BucketOptions, Limits } from './options';
export { parseKeys } from './options';

export interface RunningBucket {
  url: string;
  port: number;
  /** Lets requests under way end (5 s at most), then marks the data folder as cleanly closed. */
  close(): Promise<void>;
}

const graceMs = 5000;

/**
 * Starts an S3-compatible server on a folder of this machine and resolves once it listens. Throws when the folder is
 * in use by another process or the port is taken.
 */
export async function startBucket(options: BucketOptions): Promise<RunningBucket> {
  if (!options.keys.length) throw new Error('At least one access key is needed.');
  const host = options.host ?? '127.0.0.1';
  const log = options.log ?? (() => undefined);
  const opened = await openStore({
    dataDir: resolve(options.dataDir),
    minFreeFraction: options.minFreeFraction ?? 0.05,
    log,
  });
  const { server, idle } = createBucketServer(options, opened);
  try {
    server.listen(options.port, host);
    await once(server, 'listening');
  } catch (error) {
    await opened.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  const close = async () => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    server.closeIdleConnections();
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(timer);
    await idle(); // what a request still removes must be gone before the folder is called clean
    await opened.close();
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
