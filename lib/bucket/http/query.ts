import { S3Error } from '../errors';

/** The query of a request: decoded pairs in the order sent. A name given twice is refused where one value is asked for. */
export class Query {
  constructor(readonly pairs: readonly (readonly [string, string])[]) {}

  /** Parses what follows the `?`. A plus is a space, as S3 reads it. Throws InvalidURI on a broken escape. */
  static parse(raw: string): Query {
    if (!raw) return new Query([]);
    return new Query(
      raw
        .split('&')
        .filter(Boolean)
        .map((pair) => {
          const equals = pair.indexOf('=');
          const name = equals < 0 ? pair : pair.slice(0, equals);
          return [decode(name), equals < 0 ? '' : decode(pair.slice(equals + 1))] as const;
        }),
    );
  }

  has(name: string): boolean {
    return this.pairs.some(([found]) => found === name);
  }

  get(name: string): string | undefined {
    const values = this.pairs.filter(([found]) => found === name);
    if (values.length > 1) throw new S3Error('InvalidArgument', `The parameter ${name} was given twice.`);
    return values[0]?.[1];
  }

  /** A whole number within limits, or the default. Throws InvalidArgument. */
  integer(name: string, fallback: number, { min, max }: { min: number; max: number }): number {
    const text = this.get(name);
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new S3Error('InvalidArgument', `${name} must be an integer between ${min} and ${max}.`, {
        ArgumentName: name,
        ArgumentValue: text.slice(0, 100),
      });
    return value;
  }
}

function decode(text: string): string {
  const decoded = decodeURIComponent(text.replaceAll('+', ' '));
  if (decoded.includes('\0')) throw new S3Error('InvalidURI', 'NUL is not allowed.');
  return decoded;
}

/** Percent-encoding as Signature Version 4 wants it: everything but A-Z a-z 0-9 - . _ ~ */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The same, leaving the slashes between the segments of a path. */
export function uriEncodePath(path: string): string {
  return path.split('/').map(uriEncode).join('/');
}

/** Text for a header: Node writes headers as Latin-1, so the bytes of the UTF-8 go in as such letters. */
export function utf8ForHeader(text: string): string {
  return Buffer.from(text).toString('latin1');
}
