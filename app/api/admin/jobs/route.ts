import { readJobs } from '@/lib/admin/jobs';
import { route } from '@/lib/http/route';

export const GET = route('listJobs', async () => ({ status: 200, body: await readJobs() }));
