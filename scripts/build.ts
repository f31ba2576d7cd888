import path from 'node:path';
import { describeError } from './plain-error';
import { ensureBuild, ensureClient } from './start/build';

/** `npm run build`: the database client and the production build, each only when its sources changed. */
const root = path.dirname(import.meta.dirname);
try {
  const job = { root, say: (line: string) => console.log(line) };
  await ensureClient(job);
  await ensureBuild(job, process.env.SLUICE_DIST_DIR ?? '.next');
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
