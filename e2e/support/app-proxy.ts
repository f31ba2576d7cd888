import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forward } from './forward';

export type AppProxy = {
  url: string;
  /** Sends everything to one instance, or in turn to each that has an address ('all', the default). */
  use: (which: number | 'all') => void;
  /** Keeps requests of this path waiting until `letGo`; those whose sender leaves meanwhile are dropped. */
  hold: (path: string) => void;
  /** How many wait now. */
  held: () => number;
  letGo: () => void;
  /** How many requests each instance was sent. */
  counts: () => readonly number[];
  close: () => Promise<void>;
};

/** Answers a request itself where it likes to, and says so. */
export type Answers = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Stands in front of the instances as a load balancer does and keeps Host. `addresses` says where each one listens now,
 * null: it is down. With none up the answer is 502. `answers` comes first.
 */
export async function startAppProxy(
  addresses: () => (string | null)[],
  answers: Answers = () => false,
): Promise<AppProxy> {
  const agent = new Agent({ keepAlive: true });
  const counts = addresses().map(() => 0);
  let chosen: number | 'all' = 'all';
  let turn = 0;
  const next = () => {
    const all = addresses().flatMap((address, index) => (address === null ? [] : [{ address, index }]));
    turn += 1;
    return chosen === 'all' ? all[turn % all.length] : all.find(({ index }) => index === chosen);
  };
  let heldPath: string | null = null;
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    if (answers(request, response)) return;
    const go = () => pass(request, response);
    if (request.url !== heldPath) return go();
    waiting.add(go);
    response.once('close', () => waiting.delete(go));
  });

  function pass(request: IncomingMessage, response: ServerResponse): void {
    const instance = next();
    if (!instance) {
      request.resume();
      response.writeHead(502).end();
      return;
    }
    counts[instance.index] = (counts[instance.index] ?? 0) + 1;
    void forward({ request, response, target: new URL(instance.address), agent });
  }

  // A client that sends on a connection just as it is closed for idleness would see a reset that is nobody's fault.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    use: (which) => {
      chosen = which;
    },
    hold: (path) => {
      heldPath = path;
    },
    held: () => waiting.size,
    letGo: () => {
      heldPath = null;
      for (const go of waiting) go();
      waiting.clear();
    },
    counts: () => counts,
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
