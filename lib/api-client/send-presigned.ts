import type { Presign } from '@/lib/contracts/common';
import { ApiError, networkError } from './api-error';

/**
 * Sends a small body straight to the bucket with exactly what was signed: a PUT, or a form where the endpoint asks
 * for one. For files people keep there is the upload engine; this is for profile photos. Throws ApiError.
 */
export async function sendPresigned(presign: Presign, body: Blob): Promise<void> {
  let response: Response;
  try {
    response = await fetch(presign.url, {
      method: presign.method,
      headers: presign.headers,
      body: presign.fields ? toForm(presign.fields, body) : body,
      credentials: 'omit',
    });
  } catch (cause) {
    throw networkError(cause);
  }
  if (response.ok) return;
  throw new ApiError({
    status: response.status,
    code: 'unavailable',
    title: 'The storage refused the upload',
    detail: 'The storage did not take the picture. Try again; if it stays like this, tell an admin.',
  });
}

/** S3 reads form fields up to the first file: it must come last. */
function toForm(fields: Record<string, string>, body: Blob): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', body);
  return form;
}
