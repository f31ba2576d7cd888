import { createFolder, getFolder, listFolders } from '@/lib/files/folders';
import { route } from '@/lib/http/route';

export const GET = route('listFolders', async ({ actor, query }) => ({
  status: 200,
  body: await listFolders(actor, query),
}));

export const POST = route(
  'createFolder',
  async ({ actor, body }) => {
    const folder = await createFolder(actor, body);
    return { status: 201, body: folder, reference: folder.id };
  },
  {
    replay: async ({ actor }, reference) => ({
      status: 201,
      body: await getFolder(actor, String(reference)),
    }),
  },
);
