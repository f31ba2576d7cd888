import type { Scope } from '@/lib/contracts/scopes';

/** What each scope lets a token do, in the order in which they are offered. */
export const scopeTexts: { scope: Scope; label: string; hint: string; adminOnly?: true }[] = [
  { scope: 'files:read', label: 'See and download files', hint: 'List, search, details, download links.' },
  {
    scope: 'files:write',
    label: 'Upload and change files',
    hint: 'Upload, rename, move, tag, move to the trash.',
  },
  { scope: 'files:delete', label: 'Delete files for good', hint: 'Empty the trash and delete from it.' },
  { scope: 'shares:read', label: 'See shared links', hint: 'Links, their counters and who used them.' },
  { scope: 'shares:write', label: 'Make and change shared links', hint: 'Share, edit and revoke.' },
  { scope: 'admin', label: 'Administer', hint: 'People, rules and files of everybody.', adminOnly: true },
];
