import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { forward } from './forward';
import { MeteredBody } from './metered-body';

/** What goes wrong on the way to the bucket. Shares are 0…1 of the requests that `only` names. */
export type Faults = {
  /** 503 SlowDown, as S3 asks for less. */
  busyShare: number;
  /** 403 AccessDenied "Request has expired", as S3 answers to a URL that is too old. */
  expiredShare: number;
  /** The connection is closed before anything is answered, as by a bucket that is down. */
  dropShare: number;
  /** The connection is reset once `cutAfterBytes` of the body have passed. */
  cutShare: number;
  cutAfterBytes: number;
  /** Nothing of a body moves any more after so many bytes; goes on when this is null again. */
  stallAfterBytes: number | null;
  /** A bucket that is down is answered for: 502 without CORS headers, as nginx does. Else connections are closed. */
  badGateway: boolean;
  /** Each request waits so long before it is sent on. */
  delayMs: number;
  /** All bodies together, on their way to the bucket; null: as fast as it goes. */
  bytesPerSecond: number | null;
  /** Which requests the shares and waits above concern, the speed apart; without it all but preflights. */
  only: (request: Pick<Seen, 'method' | 'path' | 'partNumber'>) => boolean;
};

/** One request that came through, as it ended. The path is without the query, which is a secret. */
export type Seen = {
  method: string;
  path: string;
  partNumber: number | null;
  /** Bytes of the body that were passed on to the bucket. */
  bytes: number;
  /** Null: no answer was given. */
  status: number | null;
  fault: 'busy' | 'expired' | 'drop' | 'cut' | null;
};

export type FaultProxy = {
  /** For S3_PUBLIC_ENDPOINT. */
  url: string;
  /** Turns switches; those not named stay as they are. Waits of requests under way end. */
  set: (faults: Partial<Faults>) => void;
  /** Fair weather again: what stalls or waits goes on. */
  clear: () => void;
  /** Everything that has ended since the last `forget`, in order of ending. */
  seen: () => readonly Seen[];
  /** Requests under way now. */
  underWay: () => number;
  /** Bytes of bodies passed on since the last `forget`, of requests under way too. */
  bodyBytes: () => number;
  /** Bytes that senders put on the wire since the last `forget`, headers and what was refused or lost too. */
  receivedBytes: () => number;
  forget: () => void;
  close: () => Promise<void>;
};

const fair = (): Faults => ({
  busyShare: 0,
  expiredShare: 0,
  dropShare: 0,
  cutShare: 0,
  cutAfterBytes: 64 * 1024,
  stallAfterBytes: null,
  badGateway: false,
  delayMs: 0,
  bytesPerSecond: null,
  only: ({ method }) => method !== 'OPTIONS',
});

/** Stands in front of the bucket at `target` and makes the weather. The Host header passes, so signatures stay valid. */
export async function startFaultProxy(target: string, port = 0): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const faults = fair();
  const flow = { passedBytes: 0, faults };
  let seen: Seen[] = [];
  let changed = new AbortController();
  const bodies = new Set<MeteredBody>();

  const server = createServer((request, response) => {
    void handle(request, response);
  });
  server.requestTimeout = 0;
  const sockets = new Set<Socket>();
  let closedBytes = 0;
  let forgottenBytes = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      closedBytes += socket.bytesRead;
    });
  });
  const readBytes = () => [...sockets].reduce((sum, socket) => sum + socket.bytesRead, closedBytes);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bucket');
    const partNumber = searchParams.get('partNumber');
    const one: Seen = {
      method: request.method ?? '',
      path: pathname,
      partNumber: partNumber === null ? null : Number(partNumber),
      bytes: 0,
      status: null,
      fault: null,
    };
    const isConcerned = faults.only(one);
    if (isConcerned) one.fault = draw(faults);
    const body = new MeteredBody(flow, isConcerned);
    bodies.add(body);
    try {
      if (isConcerned && faults.delayMs > 0)
        await delay(faults.delayMs, null, { signal: changed.signal }).catch(goOn);
      // Who was kept waiting may have left.
      if (!request.socket.destroyed) one.status = await answer(one, { request, response, body });
    } finally {
      one.bytes = body.passedBytes;
      bodies.delete(body);
      seen.push(one);
    }
  }

  async function answer(
    one: Seen,
    { request, response, body }: { request: IncomingMessage; response: ServerResponse; body: MeteredBody },
  ): Promise<number | null> {
    switch (one.fault) {
      case 'busy':
        return refuse(request, response, {
          status: 503,
          code: 'SlowDown',
          message: 'Please reduce your request rate.',
        });
      case 'expired':
        return refuse(request, response, {
          status: 403,
          code: 'AccessDenied',
          message: 'Request has expired',
        });
      case 'drop':
        request.socket.destroy();
        return null;
      case 'cut':
        body.endAfter(faults.cutAfterBytes, () => request.socket.resetAndDestroy());
        break;
      case null:
        break;
      default:
        one.fault satisfies never;
    }
    const { badGateway } = faults;
    return forward({ request, response, target: new URL(target), agent, through: body, badGateway });
  }

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: found } = server.address() as AddressInfo;
  const change = (some: Partial<Faults>) => {
    Object.assign(faults, some);
    for (const body of bodies) body.goOn();
    changed.abort();
    changed = new AbortController();
  };
  const clear = () => change(fair());
  return {
    url: `http://127.0.0.1:${found}`,
    set: change,
    clear,
    seen: () => seen,
    underWay: () => bodies.size,
    bodyBytes: () => flow.passedBytes,
    receivedBytes: () => readBytes() - forgottenBytes,
    forget: () => {
      forgottenBytes = readBytes();
      seen = [];
      flow.passedBytes = 0;
    },
    close: async () => {
      clear();
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** An ended wait is no failure. */
const goOn = () => undefined;

function draw({ busyShare, expiredShare, dropShare, cutShare }: Faults): Seen['fault'] {
  let dice = Math.random();
  const shares = [
    ['busy', busyShare],
    ['expired', expiredShare],
    ['drop', dropShare],
    ['cut', cutShare],
  ] as const;
  for (const [fault, share] of shares) {
    if (dice < share) return fault;
    dice -= share;
  }
  return null;
}

/** Answers as S3 does, with the CORS headers that let a page read the status. The body is read and thrown away. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code, message }: { status: number; code: string; message: string },
): number {
  request.resume();
  response.writeHead(status, {
    'content-type': 'application/xml',
    'access-control-allow-origin': request.headers.origin ?? '*',
    'access-control-expose-headers': 'Retry-After',
    ...(status === 503 ? { 'retry-after': '1' } : {}),
  });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
  return status;
}
