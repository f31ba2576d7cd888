import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { Readable } from 'node:stream';
import send from 'send';
import { fixedHeaders } from '@/lib/platform/fixed-headers';
import { compressedTypes, copyEncodings } from './compressed-copies';

/** Where pages look for scripts and styles; their names change with what is in them. */
const PREFIX = '/_next/static/';
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** Answers a request, or calls `otherwise` without having answered. */
type ServeStatics = (request: IncomingMessage, response: ServerResponse, otherwise: () => void) => void;

/**
 * Serves a build's scripts and styles as they were compressed once, in the process that has little else to do: the app
 * would compress them anew for each visit, while it renders the page of that visit. What is not as usual (no such file,
 * a range beyond the end) is left to the app.
 */
export function serveStatics(folder: string): ServeStatics {
  return (request, response, otherwise) => {
    const [asked = ''] = (request.url ?? '').split('?');
    const type = compressedTypes[path.extname(asked)];
    if (!type || !asked.startsWith(PREFIX) || !['GET', 'HEAD'].includes(request.method ?? '')) {
      otherwise();
      return;
    }
    // Whoever asked may be gone by now.
    const leave = () => {
      if (!request.destroyed) otherwise();
    };
    const attempt = ([encoding, ...worse]: typeof accepted): void => {
      send(request, asked.slice(PREFIX.length - 1) + (encoding?.ending ?? ''), {
        root: folder,
        dotfiles: 'deny',
        index: false,
        maxAge: YEAR_MS,
        immutable: true,
      })
        .on('headers', (headed: ServerResponse) => {
          for (const [name, value] of Object.entries(fixedHeaders)) headed.setHeader(name, value);
          headed.setHeader('Content-Type', type);
          headed.setHeader('Vary', 'Accept-Encoding');
          if (encoding) headed.setHeader('Content-Encoding', encoding.name);
        })
        // An answer that still waits behind others on its connection does not hear when that ends; the request does.
        .on('stream', (file: Readable) => request.once('close', () => file.destroy()))
        .on('directory', leave)
        .on('error', () => {
          if (response.headersSent) {
            // Broken half-way: it must not look like a whole file.
            response.destroy();
            return;
          }
          for (const name of response.getHeaderNames()) response.removeHeader(name);
          response.statusCode = 200;
          if (encoding) attempt(worse);
          else leave();
        })
        .pipe(response);
    };
    const accepted = copyEncodings.filter(({ name }) => accepts(request.headers['accept-encoding'], name));
    attempt(accepted);
  };
}

/** Source: RFC 9110 section 12.5.3. No header would allow anything; whoever sends none may understand none. */
function accepts(header: string | string[] | undefined, encoding: string): boolean {
  return String(header ?? '')
    .split(',')
    .map((entry) =>
      entry
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/),
    )
    .some(([name, weight]) => name === encoding && !/^q=0(\.0*)?$/.test(weight ?? ''));
}
