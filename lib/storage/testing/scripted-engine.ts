import { createServer, type IncomingMessage } from 'node:http';
import { openStorage, type StorageHandle } from '../client';

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface ScriptedEngine {
  on: StorageHandle;
  /** Requests so far, as "PUT /bucket/key". */
  seen: string[];
  stop(): void;
}

/** An endpoint that answers as told: the shapes that a well-behaved engine shows once in a blue moon, if ever. */
export async function startScriptedEngine(
  script: (request: IncomingMessage) => Answer,
): Promise<ScriptedEngine> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    seen.push(`${request.method} ${request.url?.replace(/\?.*/, '')}`);
    const { status = 200, headers = {}, body = '' } = script(request);
    response
      .writeHead(status, { 'content-type': 'application/xml', connection: 'close', ...headers })
      .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const config = { endpoint, publicEndpoint: endpoint, bucket: 'b', prefix: '', region: 'us-east-1' };
  const keys = { accessKeyId: 'A', secretAccessKey: 'B' };
  return {
    on: openStorage({ ...config, forcePathStyle: true, embedded: false }, keys),
    seen,
    stop: () => server.close(),
  };
}
