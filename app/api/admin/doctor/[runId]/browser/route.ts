import { reportBrowserChecks } from '@/lib/admin/doctor';
import { route } from '@/lib/http/route';

export const POST = route('reportBrowserChecks', async ({ params, body }) => ({
  status: 200,
  body: { findings: await reportBrowserChecks(params.runId, body.results) },
}));
