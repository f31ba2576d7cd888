import 'server-only';
import type { AdminUploadPage, ListAdminUploadsQuery } from '@/lib/contracts/overview';
import { db } from '@/lib/platform/db';
import { decodeCursor, toPage } from '@/lib/platform/keyset';
import { toUploadDto } from '@/lib/uploads/to-upload-dto';

/** Uploads of everyone that are not files yet or never became one, newest first (ids grow with time). */
export async function listAdminUploads(query: ListAdminUploadsQuery): Promise<AdminUploadPage> {
  const after = decodeCursor(query.cursor, 'string');
  const rows = await db().upload.findMany({
    where: {
      state: query.state ?? { not: 'ready' },
      ...(after ? { id: { lt: after[1] } } : {}),
    },
    include: { owner: { select: { id: true, name: true, email: true } } },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  });
  return toPage(rows, {
    limit: query.limit,
    toItem: ({ owner, ...row }) => ({ ...toUploadDto(row), owner }),
    toCursor: ({ id }) => [id, id],
  });
}
