import { visitToDownload } from '@/lib/auth/visitor';
import { DownloadedShare, signedAtOnce } from '@/lib/contracts/visits';
import { withPlainForm } from '@/lib/http/plain-form';
import { route } from '@/lib/http/route';
import { downloadShare } from '@/lib/shares/download-share';
import { sharePage } from '../share-page';

const download = route('downloadShare', async ({ params, body, request, spend }) => {
  const { visit, cookie } = visitToDownload(request.headers, params.slug);
  // One point a URL, taken before the download is counted: a refusal must not use one up.
  const urls = body.sign ?? body.ids ?? [];
  await spend(Math.min(urls.length, signedAtOnce) - 1);
  return { status: 200, body: await downloadShare(visit, body), headers: cookie };
});

/** JSON answers the signed URL; a plain form, which works without JavaScript, is sent on to it. */
export const POST = withPlainForm(download, {
  next: async (answer, context) => {
    const downloaded = DownloadedShare.parse(await answer.json());
    return 'presign' in downloaded ? downloaded.presign.url : sharePage(context);
  },
  failed: async (_answer, context) => sharePage(context, 'download'),
});
