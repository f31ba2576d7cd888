import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** Writes texts as lines of a new file, readable for its owner only, and puts it on the disk. Returns its SHA-256. */
export async function writeLines(
  file: string,
  batches: AsyncIterable<string[]>,
): Promise<{ lines: number; sha256: string }> {
  const hash = createHash('sha256');
  const handle = await open(file, 'wx', 0o600);
  let lines = 0;
  try {
    for await (const batch of batches) {
      if (batch.length === 0) continue;
      const text = Buffer.from(`${batch.join('\n')}\n`);
      hash.update(text);
      lines += batch.length;
      await handle.writeFile(text);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { lines, sha256: hash.digest('hex') };
}

/** The lines of a file, `size` at a time. */
export async function* readLines(file: string, size: number): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    batch.push(line);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
