import { checkHealth } from '@/lib/http/health';
import { route } from '@/lib/http/route';

export const GET = route('getHealth', async () => {
  const health = await checkHealth();
  return { status: health.status === 'ok' ? 200 : 503, body: health };
});
