import { joinStorageEpochs } from '@/lib/admin/storage';
import { route } from '@/lib/http/route';

export const POST = route('joinStorageEpochs', async ({ actor }) => {
  await joinStorageEpochs(actor);
  return { status: 204 };
});
