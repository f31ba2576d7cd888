import { listTags } from '@/lib/files/tags';
import { route } from '@/lib/http/route';

export const GET = route('listTags', async ({ actor }) => ({ status: 200, body: await listTags(actor) }));
