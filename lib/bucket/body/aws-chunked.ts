import { createHash } from 'node:crypto';
import { hmacSha256, sameSignature, sha256Hex } from '../auth/signature';
import type { Verified } from '../auth/verify';
import { S3Error } from '../errors';

const emptyHash = sha256Hex('');
/** A line of framing: hexadecimal size and a signature; or a trailer with its checksum. */
const maxLineBytes = 1024;
const maxTrailerLines = 16;
const crlf = Buffer.from('\r\n');

export type StreamForm = 'signed' | 'signed-trailer' | 'unsigned-trailer';

/** The forms of `aws-chunked`, by what x-amz-content-sha256 says of the payload; null when it is not streamed so. */
export function streamForm(payloadHash: string): StreamForm | null {
  switch (payloadHash) {
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return 'signed';
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return 'signed-trailer';
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return 'unsigned-trailer';
    default:
      return null;
  }
}

const broken = () => new S3Error('IncompleteBody');

/**
 * Takes the framing off an `aws-chunked` body and checks each piece's signature before the next is begun.
 * Source: "Signature calculations: transferring payload in multiple chunks", with and without trailers.
 */
export class ChunkDecoder {
  readonly trailers = new Map<string, string>();
  private rest: Buffer = Buffer.alloc(0);
  private chunkLeft = 0;
  private state: 'size' | 'data' | 'data-end' | 'trailer' | 'done' = 'size';
  private chunkSignature: string | undefined;
  private previousSignature: string;
  private chunkHash = createHash('sha256');
  private trailerText = '';
  private trailerLines = 0;

  constructor(
    private readonly form: StreamForm,
    private readonly signer: Verified,
  ) {
    this.previousSignature = signer.signature;
  }

  /** The content inside a piece of the body. Throws IncompleteBody on bad framing, SignatureDoesNotMatch. */
  *decode(piece: Buffer): Generator<Buffer> {
    this.rest = this.rest.length ? Buffer.concat([this.rest, piece]) : piece;
    for (;;) {
      if (this.state === 'data') {
        if (!this.rest.length) return;
        yield this.takeData();
      } else if (this.state === 'done') {
        if (this.rest.length) throw broken();
        return;
      } else {
        const line = this.takeLine();
        if (line === null) return;
        this.acceptLine(line);
      }
    }
  }

  /** Throws IncompleteBody when the last chunk, its trailer or its signature is missing. */
  finish(): void {
    if (this.state !== 'done') throw broken();
  }

  private takeData(): Buffer {
    const data = this.rest.subarray(0, this.chunkLeft);
    this.rest = this.rest.subarray(data.length);
    this.chunkLeft -= data.length;
    if (this.isSigned) this.chunkHash.update(data);
    if (this.chunkLeft === 0) this.state = 'data-end';
    return data;
  }

  private takeLine(): string | null {
    const end = this.rest.indexOf(crlf);
    if (end > maxLineBytes || (end < 0 && this.rest.length > maxLineBytes)) throw broken();
    if (end < 0) return null;
    const line = this.rest.toString('latin1', 0, end);
    this.rest = this.rest.subarray(end + 2);
    return line;
  }

  private acceptLine(line: string): void {
    switch (this.state) {
      case 'size':
        this.beginChunk(line);
        return;
      case 'data-end':
        if (line !== '') throw broken();
        this.checkChunk();
        this.state = 'size';
        return;
      case 'trailer':
        this.acceptTrailer(line);
        return;
      default:
        throw broken();
    }
  }

  private beginChunk(line: string): void {
    const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
    if (!match || this.isSigned !== (match[2] !== undefined)) throw broken();
    this.chunkLeft = Number.parseInt(match[1] ?? '', 16);
    this.chunkSignature = match[2];
    if (this.isSigned) this.chunkHash = createHash('sha256');
    if (this.chunkLeft > 0) {
      this.state = 'data';
      return;
    }
    this.checkChunk();
    this.state = 'trailer';
  }

  private acceptTrailer(line: string): void {
    if (line === '') {
      if (this.form === 'signed-trailer' && this.trailerText) throw broken(); // its signature never came
      this.state = 'done';
      return;
    }
    const colon = line.indexOf(':');
    if (colon < 1 || ++this.trailerLines > maxTrailerLines || this.form === 'signed') throw broken();
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') {
      this.checkTrailer(value);
      return;
    }
    if (this.trailers.has(name)) throw broken();
    this.trailers.set(name, value);
    this.trailerText += `${name}:${value}\n`;
  }

  private get isSigned(): boolean {
    return this.form !== 'unsigned-trailer';
  }

  private checkChunk(): void {
    if (!this.isSigned) return;
    const text = `${emptyHash}\n${this.chunkHash.digest('hex')}`;
    const expected = this.sign('AWS4-HMAC-SHA256-PAYLOAD', text);
    if (!sameSignature(expected, this.chunkSignature ?? '')) throw new S3Error('SignatureDoesNotMatch');
    this.previousSignature = expected;
  }

  private checkTrailer(given: string): void {
    const expected = this.sign('AWS4-HMAC-SHA256-TRAILER', sha256Hex(this.trailerText));
    if (this.form !== 'signed-trailer' || !sameSignature(expected, given))
      throw new S3Error('SignatureDoesNotMatch');
    this.trailerText = '';
  }

  private sign(kind: string, text: string): string {
    const { timestamp, scope, signingKey } = this.signer;
    return hmacSha256(signingKey, [kind, timestamp, scope, this.previousSignature, text].join('\n')).toString(
      'hex',
    );
  }
}
