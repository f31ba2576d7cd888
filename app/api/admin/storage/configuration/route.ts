import { applyConfiguration, readConfiguration } from '@/lib/admin/configuration';
import { appOrigin } from '@/lib/http/origin';
import { route } from '@/lib/http/route';

export const GET = route('getStorageConfiguration', async ({ request }) => ({
  status: 200,
  body: await readConfiguration(appOrigin(request.headers)),
}));

export const POST = route('applyStorageConfiguration', async ({ actor, body, request }) => ({
  status: 200,
  body: await applyConfiguration(actor, body, appOrigin(request.headers)),
}));
