import { randomBytes } from 'node:crypto';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import { type MadeFile, png, text } from './files';
import { anonymous, createPerson, type Person, type Site } from './people';

/** Somebody without rights over the policy, and what they can be asked. */
export type Subject = { site: Site; person: Person; fileId: string };

export type Rule = {
  name: string;
  change: Record<string, unknown>;
  /** What the person meets, as one value. */
  feel: (subject: Subject) => Promise<unknown>;
  before: unknown;
  after: unknown;
};

const status = async (answer: Promise<APIResponse>): Promise<number> => (await answer).status();
const uniqueEmail = () => `eve-${randomBytes(6).toString('hex')}@example.com`;

/** How a new upload is answered: its outcome, or the code of its error. */
async function tryUpload(api: APIRequestContext, { name, mimeType, buffer }: MadeFile): Promise<string> {
  const files = [{ name, size: buffer.length, type: mimeType }];
  const answer = await api.post('/api/uploads', { data: { files, onConflict: 'keep-both' } });
  if (!answer.ok()) return (await answer.json()).code;
  const [upload] = (await answer.json()).uploads;
  if (upload.outcome === 'error') return upload.error.code;
  await api.delete(`/api/uploads/${upload.id}`);
  return upload.outcome;
}

async function urlLife(api: APIRequestContext, path: string, data: object): Promise<number> {
  const answer = await (await api.post(path, { data })).json();
  const signed = answer.presign ?? answer.items?.[0]?.presign ?? answer.uploads?.[0]?.presign ?? answer;
  return signed.expiresIn;
}

/** Hours that a link lives which was just made. */
async function linkLife({ person, fileId }: Subject, data: object): Promise<number | string> {
  const answer = await person.api.post('/api/shares', { data: { fileIds: [fileId], ...data } });
  const made = await answer.json();
  if (!answer.ok()) return made.code;
  if (made.expiresAt === null) return 'never';
  return Math.round((Date.parse(made.expiresAt) - Date.parse(made.createdAt)) / 3_600_000);
}

const limitOf = async (answer: Promise<APIResponse>): Promise<number> =>
  Number(/q=(\d+)/.exec((await answer).headers()['ratelimit-policy'] ?? '')?.[1]);

const upload = { files: [{ name: 'u.txt', size: 3, type: 'text/plain' }], onConflict: 'keep-both' };
const day = 86_400;

/** Every rule that a person meets at once. Trash and versions are kept by jobs, and tested with those. */
export const rules: Rule[] = [
  {
    name: 'registration',
    change: { registration: 'open' },
    feel: async ({ site }) => {
      const stranger = await anonymous(site);
      const data = { name: 'Eve', email: uniqueEmail(), password: site.password };
      const answered = await status(stranger.post('/api/register', { data }));
      await stranger.dispose();
      return answered;
    },
    before: 403,
    after: 201,
  },
  {
    name: 'who may upload',
    change: { mayUpload: 'admins' },
    feel: ({ person }) => tryUpload(person.api, text('a.txt', 'a')),
    before: 'upload',
    after: 'forbidden',
  },
  {
    name: 'who may share',
    change: { mayShare: 'admins' },
    feel: ({ person, fileId }) => status(person.api.post('/api/shares', { data: { fileIds: [fileId] } })),
    before: 201,
    after: 403,
  },
  {
    name: 'who may publish',
    change: { mayPublish: 'admins' },
    feel: ({ person, fileId }) =>
      status(person.api.post('/api/shares', { data: { kind: 'public', fileIds: [fileId] } })),
    before: 201,
    after: 403,
  },
  {
    name: 'who may make tokens',
    change: { mayCreateTokens: 'admins' },
    feel: ({ person }) =>
      status(person.api.post('/api/tokens', { data: { name: 'phone', scopes: ['files:read'] } })),
    before: 201,
    after: 403,
  },
  {
    name: 'kinds',
    change: { allowedKinds: ['document', 'data'] },
    feel: async ({ person }) => tryUpload(person.api, await png()),
    before: 'upload',
    after: 'type_refused',
  },
  {
    name: 'extensions',
    change: { refusedExtensions: ['md'] },
    feel: ({ person }) => tryUpload(person.api, text('readme.md', '# read')),
    before: 'upload',
    after: 'type_refused',
  },
  {
    name: 'sizes',
    change: { maxBytesByKind: { document: 4 } },
    feel: ({ person }) => tryUpload(person.api, text('five.txt', 'fives')),
    before: 'upload',
    after: 'too_large',
  },
  {
    name: 'quota of new people',
    change: { defaultQuotaBytes: 1_000 },
    feel: async ({ site }) => {
      const person = await createPerson(undefined, site);
      const { usage } = await (await person.api.get('/api/me')).json();
      await person.api.dispose();
      return usage.quotaBytes;
    },
    before: null,
    after: 1_000,
  },
  {
    name: 'life of upload URLs',
    change: { uploadUrlSeconds: 300 },
    feel: ({ person }) => urlLife(person.api, '/api/uploads', upload),
    before: 900,
    after: 300,
  },
  {
    name: 'life of download URLs',
    change: { downloadUrlSeconds: 120 },
    feel: ({ person, fileId }) => urlLife(person.api, `/api/files/${fileId}/presign`, {}),
    before: 3600,
    after: 120,
  },
  {
    name: 'life of batch links',
    change: { linkSecondsByKind: { document: 7200 } },
    feel: ({ person, fileId }) => urlLife(person.api, '/api/files/presign', { ids: [fileId] }),
    before: 2 * day,
    after: 7200,
  },
  {
    name: 'life of shares by label',
    change: { shareSecondsByLabel: { internal: 7200 } },
    feel: (subject) => linkLife(subject, { label: 'internal' }),
    before: 24,
    after: 2,
  },
  {
    name: 'life of shares by kind',
    change: { shareSecondsByKind: { document: 7200 } },
    feel: (subject) => linkLife(subject, {}),
    before: 48,
    after: 2,
  },
  {
    name: 'life of links for one download',
    change: { oneTimeShareSeconds: 300 },
    feel: (subject) => linkLife(subject, { maxDownloads: 1 }),
    before: 1,
    after: 0,
  },
  {
    name: 'shares without an end',
    change: { sharesMayNeverExpire: true },
    feel: (subject) => linkLife(subject, { expiresAt: null }),
    before: 'invalid_request',
    after: 'never',
  },
  {
    name: 'URLs a minute',
    change: { urlsPerMinute: 54_321 },
    feel: ({ person, fileId }) => limitOf(person.api.post(`/api/files/${fileId}/presign`, { data: {} })),
    before: 1_000_000,
    after: 54_321,
  },
  {
    name: 'requests a minute',
    change: { requestsPerMinute: 54_321 },
    feel: ({ person }) => limitOf(person.api.get('/api/me')),
    before: 1_000_000,
    after: 54_321,
  },
  {
    name: 'passwords a minute',
    change: { authTriesPerMinute: 54_321 },
    feel: ({ person }) =>
      limitOf(person.api.post('/api/me/password', { data: { currentPassword: 'no', newPassword: 'no' } })),
    before: 100_000,
    after: 54_321,
  },
];
