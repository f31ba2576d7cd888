import type { Bench } from './check';
import { encodePath, hmac, type Prepared, type Signed, sha256, sign, transmit } from './client';

export interface StreamOptions {
  form: 'signed' | 'signed-trailer' | 'unsigned-trailer';
  chunks: (Buffer | string)[];
  trailer?: [name: string, value: string];
  headers?: Record<string, string>;
  /** Declared length of the content; the true one unless a check wants it wrong. */
  declaredLength?: number;
  /** Changes the framed body after it was signed. */
  tamper?: (body: Buffer) => Buffer;
}

const payloadHashes = {
  signed: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'signed-trailer': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'unsigned-trailer': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
};

/** A PUT whose body comes in `aws-chunked` pieces, framed and signed by hand. */
export async function putStreamed(
  { endpoint, bucket }: Pick<Bench, 'endpoint' | 'bucket'>,
  key: string,
  options: StreamOptions,
) {
  const content = Buffer.concat(options.chunks.map((chunk) => Buffer.from(chunk)));
  const signed = sign(endpoint, {
    method: 'PUT',
    path: `/${bucket}/${encodePath(key)}`,
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': String(options.declaredLength ?? content.length),
      ...(options.trailer ? { 'x-amz-trailer': options.trailer[0] } : {}),
      ...options.headers,
    },
    signing: { payloadHash: payloadHashes[options.form] },
  });
  const framed = frame(signed, options);
  const request: Prepared = { ...signed, body: options.tamper?.(framed) ?? framed };
  request.headers['content-length'] = String(request.body.length);
  return transmit(endpoint, request);
}

function frame(signed: Signed, { form, chunks, trailer }: StreamOptions): Buffer {
  const pieces: Buffer[] = [];
  let previous = signed.signature;
  const signText = (kind: string, rest: string) => {
    const text = [kind, signed.timestamp, signed.scope, previous, rest].join('\n');
    previous = hmac(signed.signingKey, text).toString('hex');
    return previous;
  };
  for (const chunk of [...chunks, '']) {
    const data = Buffer.from(chunk);
    const signature = signText('AWS4-HMAC-SHA256-PAYLOAD', `${sha256('')}\n${sha256(data)}`);
    const extension = form === 'unsigned-trailer' ? '' : `;chunk-signature=${signature}`;
    pieces.push(Buffer.from(`${data.length.toString(16)}${extension}\r\n`), data);
    if (data.length) pieces.push(Buffer.from('\r\n'));
  }
  if (trailer) {
    pieces.push(Buffer.from(`${trailer[0]}:${trailer[1]}\r\n`));
    if (form === 'signed-trailer') {
      const signature = signText('AWS4-HMAC-SHA256-TRAILER', sha256(`${trailer[0]}:${trailer[1]}\n`));
      pieces.push(Buffer.from(`x-amz-trailer-signature:${signature}\r\n`));
    }
  }
  pieces.push(Buffer.from('\r\n'));
  return Buffer.concat(pieces);
}
