import { trashFolder } from '@/lib/files/folder-trash';
import { getFolder, updateFolder } from '@/lib/files/folders';
import { ifMatchVersion } from '@/lib/http/if-match';
import { route } from '@/lib/http/route';

export const GET = route('getFolder', async ({ actor, params }) => ({
  status: 200,
  body: await getFolder(actor, params.id),
}));

export const PATCH = route('updateFolder', async ({ actor, params, body, request }) => ({
  status: 200,
  body: await updateFolder(actor, { id: params.id, ifVersion: ifMatchVersion(request.headers), ...body }),
}));

export const DELETE = route('deleteFolder', async ({ actor, params }) => {
  await trashFolder(actor, params.id);
  return { status: 204 };
});
