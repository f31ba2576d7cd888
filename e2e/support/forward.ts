import { type Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline, type Transform } from 'node:stream';

export type Forwarding = {
  request: IncomingMessage;
  response: ServerResponse;
  /** Where it goes: scheme, host and port. */
  target: URL;
  agent: Agent;
  /** Stands in the request's body on its way. */
  through?: Transform;
  /** Answers 502 for a target that does not, in the plain words of a proxy, instead of closing the connection. */
  badGateway?: boolean;
};

/**
 * Sends a request on with its headers untouched (Host too, so that signatures stay valid) and streams the answer back.
 * Resolves when the exchange is over, with the status, or null when the target broke off or could not be reached; the
 * client's connection is closed then, unless it has its answer.
 */
export function forward({
  request,
  response,
  target,
  agent,
  through,
  badGateway = false,
}: Forwarding): Promise<number | null> {
  return new Promise((resolve) => {
    const upstream = httpRequest({
      agent,
      host: target.hostname,
      port: target.port || 80,
      method: request.method,
      path: request.url,
      headers: request.rawHeaders,
    });
    const fail = () => {
      request.unpipe();
      if (badGateway && !response.headersSent) {
        request.resume();
        response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>');
      } else {
        response.destroy();
      }
      resolve(null);
    };
    upstream.once('error', fail);
    upstream.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      pipeline(answer, response, (error) => resolve(error ? null : (answer.statusCode ?? 502)));
    });
    response.once('close', () => {
      if (!response.writableFinished) upstream.destroy();
    });
    if (through) request.pipe(through).pipe(upstream);
    else request.pipe(upstream);
  });
}
