import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Verifier } from './auth/verify';
import { S3Error, toS3Error } from './errors';
import { type Context, effectiveHeaders, type Services } from './http/context';
import { answerPreflight, applyCors } from './http/cors';
import { errorDocument } from './http/error-document';
import { hostAllowList } from './http/hosts';
import { route } from './http/router';
import { parseTarget, type Target } from './http/target';
import { postObject } from './operations/post-object';
import { type BucketOptions, defaultLimits } from './options';
import type { OpenStore } from './store/open-store';

/**
 * A client that is refused while it sends may go on sending this long. Closing at once would reset the connection, and
 * many clients would then show a network error instead of the answer they were given.
 */
const lingerMs = 10_000;

export interface BucketServer {
  server: Server;
  /** Resolves when no request is being worked on: its answer may have ended, or its client gone, before that. */
  idle(): Promise<void>;
}

/** The HTTP face of an open store. Does not listen yet. */
export function createBucketServer(options: BucketOptions, { store, uploads }: OpenStore): BucketServer {
  const limits = { ...defaultLimits, ...options.limits };
  const region = options.region ?? 'us-east-1';
  const verifier = new Verifier(options.keys, region);
  const services: Services = { store, uploads, verifier, region, limits };
  const isOurHost = hostAllowList(options.host ?? '127.0.0.1', options.allowedHosts ?? []);
  const running = new Set<Promise<void>>();
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const run = new Handling(services, isOurHost, options.log, request, response).run();
    running.add(run);
    void run.finally(() => running.delete(run));
  };
  const server = createServer(
    {
      headersTimeout: limits.headersSeconds * 1000,
      requestTimeout: 0, // a body of gigabytes may take hours: idle and slow ones are cut by their own limits
      keepAliveTimeout: limits.keepAliveSeconds * 1000,
      connectionsCheckingInterval: 1000,
      maxHeaderSize: limits.maxHeaderBytes,
    },
    handle,
  );
  server.maxConnections = limits.maxConnections;
  // Without this listener Node says `100 Continue` before anybody has looked at the signature.
  server.on('checkContinue', handle);
  server.on('checkExpectation', handle);
  return {
    server,
    async idle() {
      while (running.size) await Promise.all(running);
    },
  };
}

/** Ids that do not repeat, also not after a restart. */
let requestCount = 0;
const processId = randomBytes(5).toString('hex').toUpperCase();
function nextRequestId(): string {
  return processId + (++requestCount).toString(16).toUpperCase().padStart(8, '0');
}

/** One request from its first look to its log line. */
class Handling {
  private readonly startedMs = Date.now();
  private readonly requestId = nextRequestId();
  private target: Target | undefined;
  private code: string | undefined;

  constructor(
    private readonly services: Services,
    private readonly isOurHost: (header: string | undefined) => boolean,
    private readonly log: BucketOptions['log'],
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {}

  async run(): Promise<void> {
    const { request, response, services } = this;
    response.setHeader('x-amz-request-id', this.requestId);
    // What people upload must never run as a page of this origin, nor be taken for another type than it has.
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    request.socket.setTimeout(services.limits.idleBodySeconds * 1000);
    request.once('end', () => request.socket.setTimeout(services.limits.idleAnswerSeconds * 1000));
    response.once('close', () => this.writeLog());
    try {
      await this.answer();
    } catch (error) {
      this.answerError(error);
    }
  }

  private async answer(): Promise<void> {
    const { request, response, services } = this;
    const target = parseTarget(request.url ?? '');
    this.target = target;
    const bucket = services.store.buckets.find(target.bucket);
    applyCors(request, response, bucket);
    if (!this.isOurHost(request.headers.host)) throw new S3Error('MisdirectedRequest');
    if (request.method === 'OPTIONS') return answerPreflight(request, response, bucket);
    if (isFormPost(request, target))
      return postObject(services, { request, response, bucket: target.bucket });
    const verified = services.verifier.verify(request, target);
    const headers = effectiveHeaders(request, target, verified);
    const context: Context = {
      ...services,
      request,
      response,
      requestId: this.requestId,
      target,
      verified,
      headers,
    };
    await route(context)(context);
  }

  private answerError(thrown: unknown): void {
    const { request, response } = this;
    const error = toS3Error(thrown);
    this.code = error.code;
    if (error.code === 'InternalError' && !isGone(thrown)) this.reportFault(thrown);
    if (response.headersSent) {
      response.destroy(); // a body cut short is the only way left to say so
      return;
    }
    const isUnread = hasBody(request) && !request.complete;
    const isAwaitingContinue = isUnread && request.headers.expect !== undefined;
    if (isAwaitingContinue) response.setHeader('Connection', 'close'); // its body will never come
    if (error.code === 'InvalidRange' && error.details.ActualObjectSize)
      response.setHeader('Content-Range', `bytes */${error.details.ActualObjectSize}`);
    const body = Buffer.from(errorDocument(error, this.target?.path ?? '', this.requestId));
    const isBodiless = request.method === 'HEAD';
    response.writeHead(
      error.status,
      isBodiless ? {} : { 'Content-Type': 'application/xml', 'Content-Length': body.length },
    );
    if (!isBodiless) response.write(body);
    else response.flushHeaders();
    if (isUnread && !isAwaitingContinue) this.endOnceRead();
    else response.end();
  }

  /**
   * Reads the rest of a refused body away, for a while, before the answer counts as ended: its bytes are sent already,
   * but Node closes a connection that is not kept alive at the end, read or unread.
   */
  private endOnceRead(): void {
    const { request, response } = this;
    const timer = setTimeout(() => request.socket.destroy(), lingerMs);
    const end = () => {
      clearTimeout(timer);
      response.end();
    };
    request.once('end', end);
    request.once('close', end);
    // A reader that stopped in the middle may still be listening, and would keep the rest from flowing.
    request.removeAllListeners('readable');
    request.resume();
  }

  private reportFault(thrown: unknown): void {
    const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    this.log?.({ event: 'fault', requestId: this.requestId, detail });
  }

  private writeLog(): void {
    this.log?.({
      event: 'request',
      requestId: this.requestId,
      method: this.request.method,
      bucket: this.target?.bucket,
      status: this.response.statusCode,
      code: this.code,
      milliseconds: Date.now() - this.startedMs,
    });
  }
}

/** A form sent to a bucket carries its authorisation inside. */
function isFormPost(request: IncomingMessage, target: Target): boolean {
  return request.method === 'POST' &&
    target.bucket !== '' &&
    target.key === '' &&
    target.query.pairs.length === 0
    ? /^multipart\/form-data/i.test(request.headers['content-type'] ?? '')
    : false;
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The client went away in the middle: nobody's fault. */
function isGone(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'EPIPE';
}
