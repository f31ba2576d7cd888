import { S3Error } from '../errors';
import { type DigestName, Digests } from './digests';
import type { RequestBody } from './open-body';
import { checkExpectations, type Expectations } from './receive';

/** Reads a whole small body (an XML document) into memory and checks its digests. Throws EntityTooLarge. */
export async function readSmallBody(
  body: RequestBody,
  expected: Expectations,
  maxBytes: number,
): Promise<Buffer> {
  if (body.lengthBytes > maxBytes) throw new S3Error('EntityTooLarge');
  const names: DigestName[] = ['md5', 'sha256', ...expected.checksums.keys()];
  const digests = await Digests.create(names);
  const pieces: Buffer[] = [];
  let received = 0;
  for await (const piece of body.chunks) {
    received += piece.length;
    if (received > body.lengthBytes) throw new S3Error('IncompleteBody');
    digests.update(piece);
    pieces.push(piece);
  }
  if (received !== body.lengthBytes) throw new S3Error('IncompleteBody');
  checkExpectations(expected, digests.finish(), body);
  return Buffer.concat(pieces);
}
