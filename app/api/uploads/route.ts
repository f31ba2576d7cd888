import { route } from '@/lib/http/route';
import { listUploads } from '@/lib/uploads/list-uploads';
import { replayUploads } from '@/lib/uploads/replay';
import { startUploads } from '@/lib/uploads/start';

export const POST = route(
  'createUploads',
  async ({ actor, body, spend }) => {
    // Counted before anything is reserved: a call over the limit leaves nothing behind.
    await spend(body.files.length - 1);
    const { uploads } = await startUploads(actor, body);
    return {
      status: 201,
      body: { uploads },
      reference: uploads.map((upload) => ('id' in upload ? upload.id : null)),
    };
  },
  {
    replay: async ({ actor, body }, reference) => ({
      status: 201,
      body: await replayUploads(actor, body, reference),
    }),
  },
);

export const GET = route('listUploads', async ({ actor, query }) => ({
  status: 200,
  body: await listUploads(actor, query),
}));
