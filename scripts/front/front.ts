import { randomUUID } from 'node:crypto';
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import { methodsAt } from '@/lib/contracts/methods';
import { fixedHeaders } from '@/lib/platform/fixed-headers';
import { PlainError } from '../plain-error';
import { clientAddress, plainAddress, type TrustedProxies } from './addresses';
import { badTarget, type OwnAnswer, restarting, sendOwnAnswer, wrongHost, wrongMethod } from './answers';
import { type Decided, requestHeaders, responseHeaders } from './headers';
import { isAllowedHost } from './hosts';
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

export type FrontOptions = {
  host: string;
  port: number;
  /** The address people use; shown to whoever came by another. */
  url: string;
  hosts: Set<string>;
  trusted: TrustedProxies;
  /** Tells the app that a request came through here. */
  token: string;
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

function decide(request: IncomingMessage, { trusted, token }: FrontOptions): Decided {
  const peer = plainAddress(request.socket.remoteAddress ?? '');
  const forwardedFor = single(request.headers['x-forwarded-for']);
  const claimedProto = trusted.has(peer) ? single(request.headers['x-forwarded-proto']) : undefined;
  return {
    address: clientAddress({ peer, forwardedFor, trusted }),
    proto: claimedProto?.split(',').at(-1)?.trim() === 'https' ? 'https' : 'http',
    host: request.headers.host ?? '',
    requestId: randomUUID(),
    token,
  };
}

function refuse(request: IncomingMessage, { hosts, url }: FrontOptions) {
  // Two Host headers: Node reads the first, another server might read the second.
  if ((request.headersDistinct.host?.length ?? 0) > 1) return badTarget;
  if (!isAllowedHost(request.headers.host, hosts)) return wrongHost(url);
  // "GET http://elsewhere/" and the like: nothing of ours asks that way.
  if (!request.url?.startsWith('/') || !isDecodable(pathOf(request))) return badTarget;
  return refuseMethod(request);
}

/** All that handlers of the API are written for. */
const API_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Under /api a method that the path does not have; null for all else. Paths that no route has are the app's to refuse. */
function refuseMethod(request: IncomingMessage): OwnAnswer | null {
  const [path = '/'] = pathOf(request).split('?');
  if (!path.startsWith('/api/')) return null;
  const allowed = methodsAt(path) ?? API_METHODS;
  return allowed.includes(request.method ?? '') ? null : wrongMethod(allowed);
}

/** Next answers 500 to a path whose percent-encoding is broken or is not UTF-8, before any code of ours runs. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where a person belongs who opened a page by another of our names (127.0.0.1 for localhost, localhost for the LAN
 * address): sign-in cookies and the bucket's CORS are bound to one name. Programs are served under every name.
 */
function canonicalPlace(request: IncomingMessage, { url, hosts }: FrontOptions): string | null {
  const host = request.headers.host?.toLowerCase();
  if (!isAllowedHost(host, hosts) || isAllowedHost(host, new Set([new URL(url).host]))) return null;
  const isPage = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  const isPath = /^\/(?![/\\])/.test(request.url ?? '') && !request.url?.startsWith('/api/');
  return isPage && isPath ? `${new URL(url).origin}${request.url}` : null;
}

type Pass = {
  request: IncomingMessage;
  response: ServerResponse;
  decided: Decided;
  agent: Agent;
  app: number;
};

function forward({ request, response, decided, agent, app }: Pass): void {
  const upstream = httpRequest({
    agent,
    host: '127.0.0.1',
    port: app,
    method: request.method,
    path: request.url,
    headers: requestHeaders(request.rawHeaders, decided),
  });
  upstream.once('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, responseHeaders(answer.rawHeaders));
    // pipeline ends both sides when either breaks: a cut answer is never shown as a whole one.
    pipeline(answer, response, () => {});
  });
  upstream.once('error', () => {
    if (response.headersSent) response.destroy();
    else sendOwnAnswer(response, restarting, { path: pathOf(request), requestId: decided.requestId });
    // What is left of the request's body goes nowhere; without this the connection would wait for it.
    request.unpipe(upstream).resume();
  });
  // Of the connection too: an answer that waits behind others on it does not hear when the client goes.
  const { socket } = request;
  const end = () => upstream.destroy();
  response.once('close', end);
  socket.once('close', end);
  upstream.once('close', () => socket.off('close', end));
  request.pipe(upstream);
}

type Tunnel = { request: IncomingMessage; socket: Duplex; head: Buffer; decided: Decided; app: number };

function tunnel({ request, socket, head, decided, app }: Tunnel): void {
  const upstream = connect(app, '127.0.0.1', () => {
    const headers = requestHeaders(request.rawHeaders, decided, { isUpgrade: true });
    const lines = Array.from(
      { length: headers.length / 2 },
      (_, index) => `${headers[index * 2]}: ${headers[index * 2 + 1]}`,
    );
    upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    upstream.write(head);
    pipeline(socket, upstream, socket, () => {});
  });
  upstream.once('error', () => socket.destroy());
  socket.once('error', () => upstream.destroy());
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

const pathOf = (request: IncomingMessage): string => request.url ?? '/';
const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;
