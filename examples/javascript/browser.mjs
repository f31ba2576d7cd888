// In a page: saves a file by its signed URL under its own name. The bytes come from the bucket, as a Blob.

/** presign: what `presignDownloads` or POST /api/files/{id}/presign gave. */
export async function saveInBrowser(presign) {
  const response = await fetch(presign.url, { credentials: 'omit' });
  if (!response.ok) throw new Error(`The bucket answered ${response.status}`);
  const url = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement('a'), { href: url, download: presign.name });
  link.click();
  URL.revokeObjectURL(url);
}
