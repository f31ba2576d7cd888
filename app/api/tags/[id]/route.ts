import { deleteTag, renameTag } from '@/lib/files/tags';
import { route } from '@/lib/http/route';

export const PATCH = route('updateTag', async ({ actor, params, body }) => ({
  status: 200,
  body: await renameTag(actor, params.id, body.name),
}));

export const DELETE = route('deleteTag', async ({ actor, params }) => {
  await deleteTag(actor, params.id);
  return { status: 204 };
});
