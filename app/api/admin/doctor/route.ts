import { runDoctor } from '@/lib/admin/doctor';
import { appOrigin } from '@/lib/http/origin';
import { route } from '@/lib/http/route';

export const POST = route('runDoctor', async ({ actor, request }) => ({
  status: 200,
  body: await runDoctor(actor, appOrigin(request.headers)),
}));
