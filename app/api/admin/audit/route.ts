import { exportAudit, exportFormatOf, exportHeaders, exportTypes } from '@/lib/audit/export';
import { listAudit } from '@/lib/audit/list';
import { route } from '@/lib/http/route';

export const GET = route('listAudit', async ({ actor, query, request }) => {
  const { limit, cursor, format, ...filter } = query;
  const wanted = format ?? exportFormatOf(request.headers.get('accept'));
  if (!wanted) return { status: 200, body: await listAudit({ limit, cursor, ...filter }) };
  const content = await exportAudit(actor, filter, wanted);
  return { status: 200, stream: { type: exportTypes[wanted], content }, headers: exportHeaders(wanted) };
});
