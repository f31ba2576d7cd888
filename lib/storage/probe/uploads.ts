import 'server-only';
import { findObject, unquoted } from '../head-object';
import { createMultipart, listParts } from '../multipart';
import type { UploadChecksums } from '../presign';
import type { ProbeScene } from './scene';

const isOk = (answer: Response) => answer.status >= 200 && answer.status < 300;

/** True when the bucket takes the right digest and refuses a wrong one. */
async function honours(
  scene: ProbeScene,
  name: string,
  right: UploadChecksums,
  wrong: UploadChecksums,
): Promise<boolean> {
  const send = (of: string, checksums: UploadChecksums) =>
    scene.send(scene.presigner.put({ ...scene.putOf(`${name}-${of}`), checksums }));
  const [taken, refused] = await Promise.all([send('right', right), send('wrong', wrong)]);
  return isOk(taken) && !isOk(refused);
}

/** Content-MD5 signed into a PUT is checked against the body. */
export function probeContentMd5(scene: ProbeScene): Promise<boolean> {
  return honours(scene, 'md5', { md5: scene.digest('md5', 'right') }, { md5: scene.digest('md5', 'wrong') });
}

/** x-amz-checksum-sha256 signed into a PUT is checked against the body. */
export function probeSha256(scene: ProbeScene): Promise<boolean> {
  return honours(
    scene,
    'sha256',
    { sha256: scene.digest('sha256', 'right') },
    { sha256: scene.digest('sha256', 'wrong') },
  );
}

/** x-amz-checksum-crc32c: a wrong one is refused, and the right one, as S3 computes it, is taken. */
export async function probeCrc32c(scene: ProbeScene): Promise<boolean> {
  const right = crc32c(scene.body);
  return honours(scene, 'crc32c', { crc32c: right }, { crc32c: crc32c(Buffer.from('other')) });
}

/** The ETag of a plain PUT is the MD5 of its bytes. */
export async function probePutEtag(scene: ProbeScene): Promise<boolean> {
  const answer = await scene.send(scene.presigner.put(scene.putOf('etag')));
  return isOk(answer) && unquoted(answer.headers.get('etag') ?? '') === scene.digest('md5', 'right', 'hex');
}

/** If-None-Match: * signed into a PUT lets the first write pass and answers the second 412. */
export async function probeCreateOnly(scene: ProbeScene): Promise<boolean> {
  const signed = scene.presigner.put({ ...scene.putOf('create-only'), createOnly: true });
  if (!isOk(await scene.send(signed))) return false;
  return (await scene.send(signed)).status === 412;
}

/** A header x-amz-acl that was not signed is refused, so that nobody can make an object public while uploading it. */
export async function probeAddedAcl(scene: ProbeScene): Promise<boolean> {
  // bucket-owner-full-control gives nothing away, should the bucket obey.
  const extra = { 'x-amz-acl': 'bucket-owner-full-control' };
  return !isOk(await scene.send(scene.presigner.put(scene.putOf('acl')), extra));
}

/** The very length is signed: one byte less is refused. */
export async function probeExactLength(scene: ProbeScene): Promise<boolean> {
  const request = scene.putOf('length');
  return !isOk(await scene.send(scene.presigner.put({ ...request, sizeBytes: request.sizeBytes + 1 })));
}

/** A form uploads, and is refused with a longer file or a field that the policy does not name. */
export async function probePostForm(scene: ProbeScene): Promise<boolean> {
  const signed = (name: string) => scene.presigner.postForm(scene.putOf(name));
  const good = signed('form');
  if (!isOk(await scene.sendForm(good, scene.body))) return false;
  const stored = await findObject(good.fields?.key ?? '', scene.on);
  if (stored?.sizeBytes !== scene.body.length || stored.contentType !== 'text/plain') return false;
  const longer = Buffer.concat([scene.body, scene.body]);
  const refused = await Promise.all([
    scene.sendForm(signed('form-longer'), longer),
    scene.sendForm(signed('form-acl'), scene.body, { acl: 'bucket-owner-full-control' }),
    scene.sendForm(signed('form-type'), scene.body, { 'Content-Type': 'text/html' }),
  ]);
  return !refused.some(isOk);
}

export interface PartCapabilities {
  /** ListParts shows each part's MD5 as its ETag. */
  etagIsMd5: boolean;
  contentMd5: boolean;
  /** An upload opened for SHA-256 refuses a part whose checksum is wrong. */
  sha256: boolean;
}

/** What is proved about the bytes of a part. */
export async function probeParts(scene: ProbeScene): Promise<PartCapabilities> {
  const open = (name: string, checksum?: 'sha256') =>
    createMultipart(
      { key: scene.newKey(name), contentType: 'text/plain', ...(checksum && { checksum }) },
      scene.on,
    );
  const plain = scene.willAbort(await open('parts'));
  const wrongMd5 = { ...scene.partOf(plain), md5: scene.digest('md5', 'wrong') };
  const contentMd5 = !isOk(await scene.send(scene.presigner.part(wrongMd5)));
  const rightMd5 = { ...scene.partOf(plain), md5: scene.digest('md5', 'right') };
  const taken = isOk(await scene.send(scene.presigner.part(rightMd5)));
  const [part] = await listParts(plain, scene.on);
  const summed = scene.willAbort(await open('parts-sha256', 'sha256'));
  const wrongSha = { ...scene.partOf(summed), sha256: scene.digest('sha256', 'wrong') };
  const rightSha = { ...scene.partOf(summed), sha256: scene.digest('sha256', 'right') };
  const shaRefused = !isOk(await scene.send(scene.presigner.part(wrongSha)));
  return {
    etagIsMd5: taken && part?.etag === scene.digest('md5', 'right', 'hex'),
    contentMd5: taken && contentMd5,
    sha256: shaRefused && isOk(await scene.send(scene.presigner.part(rightSha))),
  };
}

/** CRC-32C (Castagnoli), base64 of four bytes, big-endian. For a handful of bytes: bit by bit will do. */
export function crc32c(bytes: Uint8Array): string {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  const out = Buffer.alloc(4);
  out.writeUInt32BE(~crc >>> 0);
  return out.toString('base64');
}
