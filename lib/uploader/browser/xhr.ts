import { TransportError } from '../errors';
import {
  fetchTransport,
  settableHeaders,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from '../put';

/** XMLHttpRequest where progress is wanted (fetch tells none while sending), plain fetch for the rest. */
export const browserTransport: Transport = (request) =>
  request.onProgress && typeof XMLHttpRequest === 'function'
    ? xhrTransport(request)
    : fetchTransport(request);

function xhrTransport(request: TransportRequest): Promise<TransportResponse> {
  const { method, url, headers, body, signal, onProgress } = request;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    signal.addEventListener('abort', abort, { once: true });
    xhr.upload.onprogress = (event) => onProgress?.(event.loaded);
    xhr.onload = () =>
      resolve({
        status: xhr.status,
        retryAfter: xhr.status < 300 ? null : headerOf(xhr, 'retry-after'),
        errorBody: xhr.status < 300 ? '' : xhr.responseText.slice(0, 4_096),
      });
    xhr.onerror = () => reject(new TransportError('network'));
    xhr.onabort = () => reject(signal.reason);
    xhr.onloadend = () => signal.removeEventListener('abort', abort);
    xhr.open(method, url);
    for (const [name, value] of Object.entries(settableHeaders(headers))) xhr.setRequestHeader(name, value);
    xhr.send(body);
  });
}

/** Asking for a header that CORS hides writes an error to the console of every user; the list does not. */
function headerOf(xhr: XMLHttpRequest, name: string): string | null {
  const lines = xhr.getAllResponseHeaders().split('\r\n');
  const line = lines.find((header) => header.toLowerCase().startsWith(`${name}:`));
  return line ? line.slice(name.length + 1).trim() : null;
}
