import type { APIRequestContext, Browser, BrowserContext, Page } from '@playwright/test';
import type { MadeFile } from './files';
import { appUrl, expect } from './people';

export type Stored = { id: string; name: string };

/** Uploads file as a program does: reserve, one PUT or form to the bucket, complete. */
export async function store(api: APIRequestContext, file: MadeFile, folderId?: string): Promise<Stored> {
  const { name, mimeType, buffer } = file;
  const started = await api.post('/api/uploads', {
    data: {
      files: [{ name, size: buffer.length, type: mimeType }],
      onConflict: 'keep-both',
      ...(folderId ? { folderId } : {}),
    },
  });
  expect(started.status(), await started.text()).toBe(201);
  const [upload] = (await started.json()).uploads;
  const { url, method, headers, fields } = upload.presign;
  const form = new FormData();
  for (const [key, value] of Object.entries((fields ?? {}) as Record<string, string>))
    form.append(key, value);
  form.append('file', new Blob([new Uint8Array(buffer)]));
  const sent = await fetch(url, { method, headers, body: fields ? form : new Uint8Array(buffer) });
  expect(sent.ok, `${name}: ${sent.status}`).toBe(true);
  const done = await api.post(`/api/uploads/${upload.id}/complete`, { data: {} });
  expect(done.status(), await done.text()).toBe(200);
  return (await done.json()).file;
}

export type MadeShare = { id: string; slug: string; url: string; state: string; downloads: number };

export async function share(api: APIRequestContext, data: object): Promise<MadeShare> {
  const made = await api.post('/api/shares', { data });
  expect(made.status(), await made.text()).toBe(201);
  return made.json();
}

export async function shareNow(api: APIRequestContext, id: string): Promise<MadeShare> {
  return (await api.get(`/api/shares/${id}`)).json();
}

/** The two windows in which every page of a visitor must be right. */
export const windows = {
  phone: { width: 360, height: 740 },
  wide: { width: 1440, height: 900 },
} as const;

type VisitorOptions = {
  window?: keyof typeof windows;
  javaScriptEnabled?: boolean;
};

/** Somebody without an account, in a browser of their own. */
export async function newVisitor(
  browser: Browser,
  { window = 'wide', ...options }: VisitorOptions = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    baseURL: appUrl(),
    viewport: windows[window],
    acceptDownloads: true,
    hasTouch: window === 'phone',
    ...options,
  });
  // Downloads of archives go to the browser's list, as where no file picker exists: a test cannot answer a picker.
  await context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'showSaveFilePicker');
  });
  return { context, page: await context.newPage() };
}
