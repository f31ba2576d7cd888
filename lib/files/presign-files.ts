import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudits } from '@/lib/audit/record';
import type { Presign } from '@/lib/contracts/common';
import { type AppError, notFound, toProblem } from '@/lib/contracts/errors';
import type { FileKind, PresignFile, PresignFilesResult } from '@/lib/contracts/files';
import { db, readRows } from '@/lib/platform/db';
import { createPresigner, type Presigned, type Presigner } from '@/lib/storage/presign';
import { getPolicy } from '@/lib/users/policy';
import { edgeCacheControl } from './cache-control';
import { countSignedDownloads } from './count-signed';
import { kindOf } from './file-type';
import { getOwnedFile } from './get-file';

/** What a signed URL is about: a file row or a version row. */
export type Signable = {
  objectKey: string;
  name: string;
  extension: string;
  mime: string;
  sizeBytes: bigint | number;
};

/** The contract's one shape for a signed URL. */
export function toPresign(signed: Presigned, about: Signable): Presign {
  return {
    url: signed.url,
    method: signed.method,
    headers: signed.headers,
    ...(signed.fields ? { fields: signed.fields } : {}),
    key: about.objectKey,
    name: about.name,
    extension: about.extension,
    mime: about.mime,
    size: Number(about.sizeBytes),
    expiresIn: signed.expiresInSeconds,
    expiresAt: signed.expiresAt.toISOString(),
  };
}

/** Types that a browser may show without running anything of the uploader's (RULES 12); all else is an attachment. */
const inlineTypes = /^(image\/(?!svg)|video\/|audio\/|application\/pdf$|text\/plain$)/;
export const mayShowInline = (mime: string): boolean => inlineTypes.test(mime);

type Sign = {
  file: Signable;
  disposition: 'inline' | 'attachment';
  expiresInSeconds: number;
  cacheControl?: string;
};

/** A GET for file under its own name and type; types that could run are attachments whatever was asked. */
export function signDownload(
  presigner: Presigner,
  { file, disposition, expiresInSeconds, cacheControl }: Sign,
): Presign {
  const cache = cacheControl ?? (presigner.viaEdge ? edgeCacheControl(kindOf(file.mime)) : undefined);
  const signed = presigner.get({
    key: file.objectKey,
    fileName: file.name,
    contentType: file.mime,
    disposition: disposition === 'inline' && mayShowInline(file.mime) ? 'inline' : 'attachment',
    ...(cache ? { cacheControl: cache } : {}),
    expiresInSeconds,
  });
  return toPresign(signed, file);
}

/** URLs that live longer than this were asked for explicitly and leave an audit row (PRODUCT: every URL is earned). */
const auditedAfterSeconds = 3600;

const linkSigned = (id: string, text: string, seconds: number) => ({
  action: 'file.link_signed',
  target: { type: 'file', id, text },
  details: { seconds },
});

/** A signed download URL for one of actor's live files. Throws not_found. */
export async function presignFile(actor: UserActor, id: string, request: PresignFile): Promise<Presign> {
  const file = await getOwnedFile(actor, { id });
  const policy = await getPolicy();
  const seconds = capSeconds(actor, request.expiresIn ?? policy.downloadUrlSeconds);
  if (seconds > auditedAfterSeconds) await recordAudits(db(), actor, [linkSigned(id, file.name, seconds)]);
  // What is shown inline is a look, not a download.
  if (request.disposition === 'attachment') countSignedDownloads(1);
  return signDownload(await createPresigner(), {
    file,
    disposition: request.disposition,
    expiresInSeconds: seconds,
    ...(request.cacheControl ? { cacheControl: request.cacheControl } : {}),
  });
}

const capSeconds = (actor: UserActor, seconds: number): number =>
  Math.min(seconds, actor.token?.urlSeconds ?? seconds);

type SignableRow = Signable & { id: string; kind: FileKind };

const findSignable = `
  SELECT "id", "objectKey", "name", "extension", "mime", "kind", "sizeBytes"::float8
  FROM "File" WHERE "id" = ANY ($1::uuid[]) AND "ownerId" = $2 AND "trashedAt" IS NULL`;

type Many = { ids: string[]; expiresIn?: number };

/** Signed URLs for many of actor's files, in order; unknown and foreign ids get the same per-item error. */
export async function presignFiles(actor: UserActor, { ids, expiresIn }: Many): Promise<PresignFilesResult> {
  const [rows, policy, presigner] = await Promise.all([
    readRows<SignableRow>(findSignable, [ids, actor.userId]),
    getPolicy(),
    createPresigner(),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const lifeOf = (kind: FileKind) => capSeconds(actor, expiresIn ?? policy.linkSecondsByKind[kind]);
  const missing: AppError = notFound('No such file');
  const long = rows.filter((row) => lifeOf(row.kind) > auditedAfterSeconds);
  await recordAudits(
    db(),
    actor,
    long.map((row) => linkSigned(row.id, row.name, lifeOf(row.kind))),
  );
  countSignedDownloads(rows.length);
  return {
    items: ids.map((id) => {
      const file = byId.get(id);
      if (!file) return { id, error: toProblem(missing, actor.origin.requestId) };
      return {
        id,
        presign: signDownload(presigner, {
          file,
          disposition: 'attachment',
          expiresInSeconds: lifeOf(file.kind),
        }),
      };
    }),
  };
}
