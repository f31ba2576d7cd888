import { type Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { pathOf } from './admission';
import { restarting, sendOwnAnswer } from './answers';
import { type Decided, requestHeaders, responseHeaders } from './headers';

type Pass = {
  request: IncomingMessage;
  response: ServerResponse;
  decided: Decided;
  agent: Agent;
  app: number;
};

/** Streams a request to the app's port and its answer back, keeping neither. */
export function forward({ request, response, decided, agent, app }: Pass): void {
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

/** Joins a WebSocket with the app. */
export function tunnel({ request, socket, head, decided, app }: Tunnel): void {
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
