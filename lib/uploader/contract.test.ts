import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import {
  CompleteUpload,
  CompleteUploads,
  type CompleteUploadsResult,
  CreateUploads,
  type CreateUploadsResult,
  NewUpload,
  PresignUpload,
  type PresignUploadResult,
  type UploadPage as UploadPageDto,
} from '@/lib/contracts/uploads';
import { createUploadApi } from './api';
import { createInThreadHashWorker } from './hash';
import type { CreateResponse, PresignResponse, RemoteUpload, UploadPage } from './protocol';
import { TestBucket } from './testing/test-bucket';
import { TestServer } from './testing/test-server';
import { Uploader } from './uploader';

const bucket = new TestBucket();
const server = new TestServer({ bucket });

beforeEach(async () => {
  await bucket.listen();
  await server.listen();
});
afterEach(async () => {
  await bucket.close();
  await server.close();
});

/** The schema of each body the engine may send. */
function schemaOf(method: string, path: string): z.ZodType | null {
  if (method !== 'POST') return null;
  if (path === '/api/uploads') return CreateUploads.extend({ files: NewUpload.array().min(1).max(500) });
  if (path === '/api/uploads/complete') return CompleteUploads;
  return path.endsWith('/presign') ? PresignUpload : CompleteUpload;
}

it('every body the engine sends is one the schemas of the API take', async () => {
  const checked: string[] = [];
  const checkingFetch: typeof fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    const schema = schemaOf(init?.method ?? 'GET', pathname);
    if (schema) {
      expect(schema.safeParse(JSON.parse(String(init?.body))).error).toBeUndefined();
      checked.push(pathname.replace(/[0-9a-f-]{36}/, '{id}'));
    }
    return fetch(input, init);
  };
  let forbidden = true;
  bucket.fault = ({ partNumber }) => {
    const refuse = forbidden && partNumber === null;
    if (refuse) forbidden = false;
    return refuse ? { kind: 'status', status: 403 } : null;
  };
  const uploader = new Uploader({
    api: createUploadApi({ baseUrl: server.url, fetch: checkingFetch }),
    createHashWorker: createInThreadHashWorker,
  });
  const large = new File([new Uint8Array(17 * 2 ** 20)], 'large.bin', { lastModified: 1_700_000_000_123 });
  uploader.add([new File(['x'], 'e\u0301.txt', { type: 'text/plain' }), { file: large, path: 'Fotos/2024' }]);
  await vi.waitFor(() => expect(uploader.getSnapshot().totals.readyFiles).toBe(2), { timeout: 20_000 });
  uploader.dispose();
  expect(new Set(checked)).toEqual(
    new Set([
      '/api/uploads',
      '/api/uploads/complete',
      '/api/uploads/{id}/presign',
      '/api/uploads/{id}/complete',
    ]),
  );
  expect([...server.files.values()].map(({ name }) => name)).toContain('\u00e9.txt');
});

it('every answer of the API is one the engine understands', () => {
  // Checked by the compiler: these assignments fail when the two drift apart.
  const created = (answer: CreateUploadsResult): CreateResponse => answer;
  const signed = (answer: PresignUploadResult): PresignResponse => answer;
  const listed = (answer: z.infer<typeof UploadPageDto>): UploadPage => answer;
  const described = (answer: z.infer<typeof UploadPageDto>['items'][number]): RemoteUpload => answer;
  const batch = (answer: CompleteUploadsResult): { items: { id: string }[] } => answer;
  expect([created, signed, listed, described, batch].every((check) => typeof check === 'function')).toBe(
    true,
  );
});
