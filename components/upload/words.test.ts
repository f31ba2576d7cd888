import { expect, test } from 'vitest';
import type { Totals, UploadItem } from '@/lib/uploader';
import { emptySnapshot } from './upload-session';
import { stateWords, trayLine } from './words';

const totals = (change: Partial<Totals>): Totals => ({ ...emptySnapshot.totals, ...change });
const item = (change: Partial<UploadItem>): UploadItem => ({
  id: '1',
  name: 'a.jpg',
  path: '',
  sizeBytes: 1000,
  type: '',
  folderId: null,
  onConflict: 'ask',
  uploadId: null,
  sentBytes: 0,
  state: { name: 'queued' },
  ...change,
});
const still = { bytesPerSecond: 0, secondsLeft: null };

test.each<[Partial<Totals>, string]>([
  [
    { active: true, files: 12, readyFiles: 3, bytesPerSecond: 18e6, secondsLeft: 125 },
    '3 of 12 · 18 MB/s · about 2 min',
  ],
  [{ active: true, files: 12, readyFiles: 3 }, '3 of 12'],
  [
    { active: true, files: 5, readyFiles: 1, states: { failed: 2, conflict: 1 } },
    '2 failed · 1 need an answer · 1 of 5',
  ],
  [{ files: 2, sizeBytes: 100, sentBytes: 42, states: { paused: 2 } }, 'Paused at 42 %'],
  [{ files: 3, readyFiles: 3, states: { ready: 3 } }, '3 files uploaded'],
  [{ files: 1, states: { 'needs-file': 1 } }, '1 file to choose again'],
  [{ files: 4, readyFiles: 3, states: { ready: 3, refused: 1 } }, '1 failed · 3 files uploaded'],
  [{ states: { cancelled: 1 } }, 'Nothing was uploaded'],
])('%j reads "%s"', (change, line) => expect(trayLine(totals(change))).toBe(line));

test('a narrow tray keeps the time left and gives up the speed', () => {
  const moving = totals({ active: true, files: 12, readyFiles: 3, bytesPerSecond: 18e6, secondsLeft: 125 });
  expect(trayLine(moving, true)).toBe('3 of 12 · about 2 min');
});

test('the words of a file say how far it is, why it waits, and what to do', () => {
  const moving = item({ state: { name: 'uploading' }, sentBytes: 420 });
  expect(stateWords(moving, { bytesPerSecond: 3.2e6, secondsLeft: 2 })).toBe(
    '42 % · 3.2 MB/s · a few seconds',
  );
  expect(stateWords(item({ state: { name: 'paused' }, sentBytes: 100 }), still)).toBe('Paused at 10 %');
  const refused = item({
    state: { name: 'refused', reason: 'type_refused', message: 'Programs are not accepted.' },
  });
  expect(stateWords(refused, still)).toBe('Programs are not accepted.');
  expect(stateWords(item({ state: { name: 'needs-file', message: null } }), still)).toContain(
    'Choose the file again',
  );
});
