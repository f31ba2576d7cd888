import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { fileKey } from './keys';
import { createPresigner, type Presigner } from './presign';
import { putObject } from './put-object';
import { putSigned } from './testing/put-signed';
import { makeTestBucket, type TestBucket } from './testing/test-bucket';

let bucket: TestBucket;
let presigner: Presigner;
beforeAll(async () => {
  bucket = await makeTestBucket();
  presigner = await createPresigner(bucket.on);
});

const newFileKey = () => fileKey(randomUUID(), bucket.on.config.prefix);
const body = Buffer.from('bytes of a picture, more or less');

describe('a presigned GET', () => {
  async function stored(): Promise<string> {
    const key = newFileKey();
    await putObject({ key, body, contentType: 'text/html' }, bucket.on);
    return key;
  }
  const what = { fileName: 'Übersicht "1".pdf', contentType: 'application/pdf', expiresInSeconds: 60 };

  test('answers with type, name and caching of our own record', async () => {
    const signed = presigner.get({ ...what, key: await stored(), disposition: 'attachment' });
    const answer = await fetch(signed.url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="Ubersicht _1_.pdf"; filename*=UTF-8''%C3%9Cbersicht%20%221%22.pdf`,
    );
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(body);
  });

  test('takes no notice of headers that the uploader added to the PUT', async () => {
    const key = newFileKey();
    const put = presigner.put({
      key,
      sizeBytes: body.length,
      contentType: 'image/png',
      createOnly: true,
      expiresInSeconds: 60,
    });
    const added = {
      'content-encoding': 'gzip',
      'content-disposition': 'inline',
      'cache-control': 'public, max-age=31536000',
    };
    expect((await putSigned(put, body, added)).status).toBe(200);
    const answer = await fetch(presigner.get({ ...what, key, disposition: 'attachment' }).url);
    expect(answer.headers.get('content-encoding')).toBe('identity');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(body);
  });

  test('gives ranges', async () => {
    const signed = presigner.get({ ...what, key: await stored(), disposition: 'inline' });
    const answer = await fetch(signed.url, { headers: { range: 'bytes=6-7' } });
    expect([answer.status, await answer.text()]).toEqual([206, 'of']);
  });

  test('cannot be turned inline, retyped, prolonged, moved to another key or used to write', async () => {
    const key = await stored();
    const signed = presigner.get({ ...what, key, disposition: 'attachment' });
    const answers = await Promise.all([
      fetch(signed.url.replace('attachment', 'inline')),
      fetch(signed.url.replace('application%2Fpdf', 'text%2Fhtml')),
      fetch(signed.url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600')),
      fetch(signed.url.replace(key, await stored())),
      fetch(signed.url, { method: 'PUT', body: 'x' }),
      fetch(signed.url, { method: 'DELETE' }),
      fetch(signed.url.replace(/\?.*/, '')),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual(Array(7).fill(403));
  });

  test('of a key that is not there is 404', async () => {
    const signed = presigner.get({ ...what, key: newFileKey(), disposition: 'inline' });
    expect((await fetch(signed.url)).status).toBe(404);
  });

  test('is the same for a whole window when stable, ends within two, and works', async () => {
    const key = await stored();
    const windowSeconds = 600;
    const at = async (ms: number) => {
      const from = await createPresigner({ ...bucket.on, now: () => ms });
      return from.get({ ...what, key, disposition: 'inline', stable: { windowSeconds } });
    };
    const start = Date.now() - 3 * windowSeconds * 1000;
    const times = Array.from({ length: 4 * windowSeconds }, (_, i) => start + i * 1000);
    const signed = await Promise.all(times.map(at));
    const runs = signed.reduce<number[]>((lengths, { url }, i) => {
      if (url === signed[i - 1]?.url) lengths[lengths.length - 1]! += 1;
      else lengths.push(1);
      return lengths;
    }, []);
    expect(runs.slice(1, -1)).toEqual(Array(runs.length - 2).fill(windowSeconds));
    signed.forEach(({ expiresInSeconds, expiresAt }, i) => {
      expect(expiresInSeconds).toBeGreaterThan(windowSeconds - 1);
      expect(expiresInSeconds).toBeLessThanOrEqual(2 * windowSeconds);
      expect(expiresAt.getTime()).toBe(
        times[i]! + expiresInSeconds * 1000 + ((expiresAt.getTime() - times[i]!) % 1000),
      );
    });
    expect((await fetch((await at(Date.now())).url)).status).toBe(200);
  });

  test('two keys do not change in the same second, and a window over an hour is refused', async () => {
    const now = () => 1_800_000_000_000;
    const from = await createPresigner({ ...bucket.on, now });
    const dates = Array.from({ length: 8 }, (_, i) => {
      const key = fileKey(`k${i}`, bucket.on.config.prefix);
      const { url } = from.get({ ...what, key, disposition: 'inline', stable: { windowSeconds: 3_600 } });
      return new URL(url).searchParams.get('X-Amz-Date');
    });
    expect(new Set(dates).size).toBeGreaterThan(4);
    const request = { ...what, key: newFileKey(), disposition: 'inline' as const };
    expect(() => from.get({ ...request, stable: { windowSeconds: 3_601 } })).toThrow(RangeError);
  });
});
