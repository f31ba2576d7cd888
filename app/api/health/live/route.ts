import { route } from '@/lib/http/route';

export const GET = route('getHealthLive', async () => ({
  status: 200,
  body: { status: 'ok' as const, checks: {} },
}));
