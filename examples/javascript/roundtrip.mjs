// SLUICE_URL=… SLUICE_TOKEN=slc_… node roundtrip.mjs OUT_FOLDER FILE…
// Uploads the files and downloads them again into OUT_FOLDER, as streams: no file is ever held in memory.
import { createWriteStream, openAsBlob } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createClient, SluiceError } from './sluice.mjs';

const { SLUICE_URL: url, SLUICE_TOKEN: token } = process.env;
const [folder, ...names] = process.argv.slice(2);
if (!url || !token || !folder || names.length === 0) {
  console.error('Usage: SLUICE_URL=… SLUICE_TOKEN=… node roundtrip.mjs OUT_FOLDER FILE…');
  process.exit(2);
}

const sluice = createClient({ url, token });
const given = await Promise.all(
  names.map(async (name) => ({ name: path.basename(name), blob: await openAsBlob(name) })),
);
const files = await sluice.upload(given);
const downloads = await sluice.presignDownloads(files.map(({ id }) => id));
for (const { presign, error } of downloads) {
  if (error) throw new SluiceError(error);
  const response = await fetch(presign.url);
  if (!response.ok) throw new Error(`The bucket answered ${response.status} for ${presign.name}`);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(path.join(folder, presign.name)));
  console.log(`${presign.name}: ${presign.size} bytes`);
}
