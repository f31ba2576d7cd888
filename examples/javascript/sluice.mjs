// A client of Sluice's API in plain JavaScript: nothing but fetch and Blob, for Node 20+ and browsers alike.

/** What the API answers when it refuses; `code` is stable, `detail` is a sentence for people. */
export class SluiceError extends Error {
  constructor(problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'SluiceError';
    this.code = problem.code;
    this.problem = problem;
  }
}

/** createClient({ url: 'https://files.example.com', token: 'slc_…' }) */
export function createClient({ url, token }) {
  async function call(method, path, body) {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status === 429 || response.status === 503) {
      await wait(Number(response.headers.get('retry-after') ?? 5));
      return call(method, path, body);
    }
    const answer = response.status === 204 ? null : await response.json();
    if (!response.ok) throw new SluiceError(answer);
    return answer;
  }

  /**
   * Uploads [{ name, blob }], at most 500: one call for all URLs, the bytes straight to the bucket, one call to have
   * them verified. Gives a File each, in order. Throws SluiceError for the first that was refused.
   */
  async function upload(files) {
    const { uploads } = await call('POST', '/api/uploads', {
      files: files.map(({ name, blob }) => ({ name, size: blob.size, type: blob.type })),
    });
    for (const [index, made] of uploads.entries()) {
      if (made.outcome === 'error') throw new SluiceError(made.error);
      if (made.outcome === 'upload') await send(made, files[index].blob);
    }
    const done = await complete(uploads.filter(({ outcome }) => outcome === 'upload').map(({ id }) => id));
    return uploads.map((made) => (made.outcome === 'upload' ? done.get(made.id) : made.file));
  }

  async function send(made, blob) {
    if (made.method === 'multipart') return sendParts(made, blob);
    const { method, headers, fields, url: target } = made.presign;
    if (made.method === 'put') return toBucket(target, { method, headers, body: blob });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', blob);
    return toBucket(target, { method, body: form });
  }

  async function sendParts({ id, partCount, partSize }, blob) {
    for (let first = 1; first <= partCount; first += 20) {
      const count = Math.min(20, partCount - first + 1);
      const partNumbers = Array.from({ length: count }, (_, index) => first + index);
      const { parts } = await call('POST', `/api/uploads/${id}/presign`, { partNumbers });
      for (const { partNumber, url: target, headers, size } of parts) {
        const start = (partNumber - 1) * partSize;
        await toBucket(target, { method: 'PUT', headers, body: blob.slice(start, start + size) });
      }
    }
  }

  /** Large files are verified in the background: asks again until each is a file or refused. */
  async function complete(ids) {
    const files = new Map();
    for (let waiting = ids; waiting.length > 0; ) {
      const { items } = await call('POST', '/api/uploads/complete', { ids: waiting });
      for (const item of items) {
        if (item.error) throw new SluiceError(item.error);
        if (item.file) files.set(item.id, item.file);
      }
      waiting = items.filter(({ state }) => state === 'verifying').map(({ id }) => id);
      if (waiting.length > 0) await wait(2);
    }
    return files;
  }

  /** Signed download URLs, one { id, presign } or { id, error } each, in order. Fetch them without the token. */
  async function presignDownloads(ids) {
    const { items } = await call('POST', '/api/files/presign', { ids });
    return items;
  }

  return { call, upload, presignDownloads };
}

/** Asks the bucket; the token never goes there. 412: the object is there already, from an earlier try. */
async function toBucket(url, init) {
  const response = await fetch(url, init);
  if (!response.ok && response.status !== 412)
    throw new Error(`The bucket answered ${response.status}: ${await response.text()}`);
}

const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
