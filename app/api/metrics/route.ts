import { renderMetrics, requireMetricsReader } from '@/lib/http/metrics';
import { route } from '@/lib/http/route';

export const GET = route('getMetrics', async ({ request, origin }) => {
  requireMetricsReader(request.headers, origin.address);
  const { type, text } = await renderMetrics();
  return { status: 200, stream: { type, content: new Blob([text]).stream() } };
});
