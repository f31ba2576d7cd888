import { describe, expect, it } from 'vitest';
import type { ShareDto, ShareOptions } from '@/lib/contracts/shares';
import { CreateShare, UpdateShare } from '@/lib/contracts/shares';
import {
  draftOf,
  draftProblems,
  emptyDraft,
  type ShareDraft,
  toCreateBody,
  toUpdateBody,
  whoCanOpen,
  whoWillOpen,
} from './share-draft';

const id = '0190a5b4-7c3e-7d52-9d0e-2f1c5b7a9e10';
const day = 86_400;
const options: ShareOptions = {
  canShare: true,
  canPublish: true,
  mayNeverExpire: false,
  secondsByLabel: { public: 7 * day, internal: day, confidential: 7_200 },
  oneTimeSeconds: 3600,
  secondsByKind: { image: day, video: day, audio: day, document: day, data: day, archive: day, other: day },
};
const share: ShareDto = {
  id,
  slug: 'summer-party',
  url: 'https://files.example.com/s/summer-party',
  kind: 'share',
  files: [],
  fileCount: 1,
  passwordProtected: true,
  allowDownload: true,
  expiresAt: '2026-12-24T18:00:00.000Z',
  maxDownloads: 3,
  downloads: 1,
  downloadsRemaining: 2,
  state: 'active',
  contents: 'there',
  createdAt: '2026-12-01T00:00:00.000Z',
};
const draft = (given: Partial<ShareDraft>): ShareDraft => ({ ...emptyDraft, ...given });

describe('who can open a link', () => {
  it.each<[Partial<ShareDraft>, string]>([
    [{}, 'Anyone who has the link can look and download, as long as is usual for its kind of file.'],
    [{ label: 'internal' }, 'Anyone who has the link can look and download, for 1 day.'],
    [
      { label: 'confidential' },
      'Anyone who has the link and the password can look and download, for 2 hours.',
    ],
    [{ limit: '1' }, 'Anyone who has the link can look and download once, for 1 hour at most.'],
    [{ limit: '1', life: '3600' }, 'Anyone who has the link can look and download once, for 1 hour.'],
    [
      { viewOnly: true, limit: '4', life: 'never' },
      'Anyone who has the link can look, but not download, until you revoke it.',
    ],
    [{ kind: 'public' }, 'Anyone who has the address, on any site, until you revoke it.'],
    [{ life: 'date' }, 'Anyone who has the link can look and download, until a date you choose.'],
  ])('%j: %s', (given, answer) => expect(whoWillOpen(draft(given), options)).toBe(answer));

  it('is said of a link that exists in the same words', () => {
    expect(whoCanOpen(share)).toMatch(
      /^Anyone who has the link and the password can look and download 3 times in all, until 24 Dec 2026, /,
    );
    expect(whoWillOpen(draftOf(share), options, share)).toBe(whoCanOpen(share));
    expect(whoWillOpen({ ...draftOf(share), withoutPassword: true }, options, share)).toMatch(
      /^Anyone who has the link can/,
    );
  });
});

describe('what is sent', () => {
  it('is a body that the contract takes, with nothing that was not chosen', () => {
    expect(toCreateBody(emptyDraft, { folderId: id })).toEqual({ folderId: id });
    const full = draft({
      label: 'confidential',
      password: 'a password',
      limit: '5',
      viewOnly: true,
      note: 'hi',
      life: '60',
    });
    const body = toCreateBody(full, { fileIds: [id] });
    expect(CreateShare.safeParse(body).success).toBe(true);
    expect(body).toMatchObject({ maxDownloads: 5, allowDownload: false, expiresIn: 60, note: 'hi' });
    const published = toCreateBody({ ...full, kind: 'public' }, { fileIds: [id] });
    expect(CreateShare.safeParse(published).success).toBe(true);
  });

  it('is only the change where a link exists', () => {
    expect(toUpdateBody(draftOf(share), share)).toEqual({});
    const changed = toUpdateBody({ ...draftOf(share), limit: '', withoutPassword: true, note: 'new' }, share);
    expect(changed).toEqual({ maxDownloads: null, password: null, note: 'new' });
    expect(UpdateShare.safeParse(changed).success).toBe(true);
  });

  it('is held back while a date or a limit cannot be read', () => {
    expect(draftProblems(emptyDraft)).toEqual({});
    expect(Object.keys(draftProblems(draft({ life: 'date', limit: '0' })))).toEqual(['date', 'limit']);
    expect(Object.keys(draftProblems(draft({ limit: '1.5' })))).toEqual(['limit']);
  });
});
