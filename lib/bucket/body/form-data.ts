import { S3Error } from '../errors';

/** All fields before the file, together. S3 allows 20 KB. */
const maxFieldBytes = 64 * 1024;
const maxFields = 100;

const malformed = () => new S3Error('MalformedPOSTRequest');

/** A form as it arrives: its fields, and its file still to be read. Names of fields are in lower case. */
export interface Form {
  fields: Map<string, string>;
  fileName: string;
  fileType: string | undefined;
  file: AsyncGenerator<Buffer>;
}

/** Reads a multipart/form-data body up to its `file` part, which must come last. Source: RFC 7578, RFC 2046 5.1. */
export async function readForm(
  contentType: string | undefined,
  chunks: AsyncGenerator<Buffer>,
): Promise<Form> {
  const boundary = /^multipart\/form-data;.*?boundary=(?:"([^"]{1,70})"|([^;,\s]{1,70}))/i.exec(
    contentType ?? '',
  );
  if (!boundary) throw new S3Error('InvalidRequest', 'A POST of an object must be multipart/form-data.');
  const reader = new PartReader(chunks, Buffer.from(`\r\n--${boundary[1] ?? boundary[2]}`));
  await reader.skipPreamble();
  const fields = new Map<string, string>();
  for (;;) {
    const { name, fileName, type } = parsePartHeaders(await reader.readHeaders());
    if (name === 'file') return { fields, fileName: fileName ?? '', fileType: type, file: reader.readFile() };
    if (fields.has(name) || fields.size >= maxFields) throw malformed();
    fields.set(name, await reader.readField());
  }
}

class PartReader {
  private buffer: Buffer = Buffer.from('\r\n'); // so that a boundary at the very start is found like the others
  private ended = false;
  private fieldBytes = 0;

  constructor(
    private readonly chunks: AsyncGenerator<Buffer>,
    private readonly delimiter: Buffer,
  ) {}

  async skipPreamble(): Promise<void> {
    await this.readUntil(this.delimiter);
  }

  /** The header block of the next part. Throws when the form ends here, for then it has no file. */
  async readHeaders(): Promise<string> {
    const rest = await this.readUntil(Buffer.from('\r\n'));
    if (rest.toString('latin1').trim() !== '')
      throw new S3Error('InvalidArgument', 'POST requires exactly one file upload per request.');
    return (await this.readUntil(Buffer.from('\r\n\r\n'))).toString('utf8');
  }

  async readField(): Promise<string> {
    return (await this.readUntil(this.delimiter)).toString('utf8');
  }

  /** The bytes of the file. What may follow it is read away and ignored, as S3 does. */
  async *readFile(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = this.buffer.indexOf(this.delimiter);
      if (end >= 0) {
        if (end > 0) yield this.buffer.subarray(0, end);
        for await (const _rest of this.chunks);
        return;
      }
      const safe = this.buffer.length - this.delimiter.length;
      if (safe > 0) {
        yield this.buffer.subarray(0, safe);
        this.buffer = this.buffer.subarray(safe);
      }
      if (this.ended) throw new S3Error('IncompleteBody');
      await this.more();
    }
  }

  private async readUntil(mark: Buffer): Promise<Buffer> {
    for (;;) {
      const at = this.buffer.indexOf(mark);
      if (this.fieldBytes + (at < 0 ? this.buffer.length : at) > maxFieldBytes)
        throw new S3Error('MaxPostPreDataLengthExceeded');
      if (at >= 0) {
        const found = this.buffer.subarray(0, at);
        this.fieldBytes += at;
        this.buffer = this.buffer.subarray(at + mark.length);
        return found;
      }
      if (this.ended) throw malformed();
      await this.more();
    }
  }

  private async more(): Promise<void> {
    const { value, done } = await this.chunks.next();
    if (done) this.ended = true;
    else this.buffer = this.buffer.length ? Buffer.concat([this.buffer, value]) : value;
  }
}

function parsePartHeaders(block: string): { name: string; fileName?: string; type?: string } {
  const headers = new Map(
    block.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = /;\s*name="([^"]*)"/i.exec(disposition)?.[1] ?? /;\s*name=([^;\s]+)/i.exec(disposition)?.[1];
  if (!/^form-data\b/i.test(disposition) || !name) throw malformed();
  const fileName = /;\s*filename="([^"]*)"/i.exec(disposition)?.[1];
  return { name: name.toLowerCase(), fileName, type: headers.get('content-type') };
}
