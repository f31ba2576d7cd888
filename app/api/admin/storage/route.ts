import { readStorage } from '@/lib/admin/storage';
import { route } from '@/lib/http/route';

export const GET = route('getStorage', async () => ({ status: 200, body: await readStorage() }));
