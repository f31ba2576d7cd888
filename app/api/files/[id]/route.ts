import { getFile } from '@/lib/files/get-file';
import { trashFile } from '@/lib/files/trash';
import { updateFile } from '@/lib/files/update-file';
import { ifMatchVersion } from '@/lib/http/if-match';
import { route } from '@/lib/http/route';

export const GET = route('getFile', async ({ actor, params }) => {
  const file = await getFile(actor, params.id);
  return { status: 200, body: file, headers: { etag: `"${file.version}"` } };
});

export const PATCH = route('updateFile', async ({ actor, params, body, request }) => ({
  status: 200,
  body: await updateFile(actor, { id: params.id, ifVersion: ifMatchVersion(request.headers), ...body }),
}));

export const DELETE = route('trashFile', async ({ actor, params }) => {
  await trashFile(actor, params.id);
  return { status: 204 };
});
