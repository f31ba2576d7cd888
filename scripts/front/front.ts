import { Agent, createServer, type Server } from 'node:http';
import { fixedHeaders } from '@/lib/platform/fixed-headers';
import { PlainError } from '../plain-error';
import { canonicalPlace, decide, type Gate, pathOf, refuse } from './admission';
import { restarting, sendOwnAnswer } from './answers';
import { forward, tunnel } from './forward';
import { serveStatics } from './statics';

/** The app's API takes bodies of 1 MiB at most; bytes of files go to the bucket. */
const REQUEST_TIMEOUT_MS = 60_000;
const HEADERS_TIMEOUT_MS = 15_000;
/** No byte in either direction for so long: the client is gone. */
const IDLE_TIMEOUT_MS = 120_000;
/** Longer than the 60 s for which nginx and others keep idle connections to us: they must be the ones to close. */
const KEEP_ALIVE_MS = 75_000;
const MAX_HEADER_BYTES = 16_384;
/** Shorter than the app keeps an idle connection, so that we never write into one it is closing. */
const APP_IDLE_MS = 30_000;
/** A call that verifies uploads may take 20 s (lib/uploads/complete); it is let finish. */
const DRAIN_MS = 22_000;

type FrontOptions = Gate & {
  host: string;
  port: number;
  /** The folder of the build's scripts and styles, served from here; left out, the app serves them. */
  statics?: string | undefined;
  /** Lets WebSockets through: hot reload in development. */
  allowUpgrade?: boolean;
};

export type Front = {
  port: number;
  /** Where the app listens on loopback; null while it does not: 503 with Retry-After. */
  setApp: (port: number | null) => void;
  /** Stops accepting, lets answers under way finish for up to 22 s. */
  close: () => Promise<void>;
};

/**
 * The only door of the app (RULES 18): knows the client's address, refuses foreign hosts, answers while the app is away,
 * has the build's scripts and styles, and streams everything else both ways without keeping it. Throws PlainError when
 * it cannot listen.
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const agent = new Agent({ keepAlive: true, timeout: APP_IDLE_MS });
  let app: number | null = null;
  let isClosing = false;
  const statics = options.statics ? serveStatics(options.statics) : undefined;

  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    const decided = decide(request, options);
    const elsewhere = canonicalPlace(request, options);
    if (elsewhere) {
      response.writeHead(307, { location: elsewhere, 'cache-control': 'no-store', ...fixedHeaders }).end();
      return;
    }
    const refusal = refuse(request, options) ?? (app === null || isClosing ? restarting : null);
    if (refusal || app === null) {
      sendOwnAnswer(response, refusal ?? restarting, {
        path: pathOf(request),
        requestId: decided.requestId,
        isClosing,
      });
      return;
    }
    const pass = { request, response, decided, agent, app };
    if (statics) statics(request, response, () => forward(pass));
    else forward(pass);
  });
  // As many calls as a client sends ahead on one connection listen for its end.
  server.on('connection', (socket) => socket.setMaxListeners(0));
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.timeout = IDLE_TIMEOUT_MS;
  if (options.allowUpgrade) {
    server.on('upgrade', (request, socket, head) => {
      if (app === null || refuse(request, options)) socket.destroy();
      else tunnel({ request, socket, head, decided: decide(request, options), app });
    });
  }

  await listen(server, options);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    setApp: (port) => {
      app = port;
    },
    close: async () => {
      isClosing = true;
      await drain(server);
      agent.destroy();
    },
  };
}

function listen(server: Server, { host, port }: FrontOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(
          new PlainError(
            `Port ${port} is taken by another program; end that one, or choose another: PORT=${port + 10} npm start`,
          ),
        );
      } else if (error.code === 'EACCES') {
        reject(
          new PlainError(
            `Port ${port} needs more rights than this user has; choose one above 1023, such as PORT=3000.`,
          ),
        );
      } else {
        reject(error);
      }
    });
    server.listen({ host, port }, resolve);
  });
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(timer);
}
