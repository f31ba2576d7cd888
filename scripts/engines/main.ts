import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from '../test/browser';
import { run } from '../test/run';
import { closingLine, tallyPlaywright, withExitCode } from '../test/tally';
import { startCeph } from './ceph';

/** `npm run test:engines`: the main path in a browser on an S3 engine that nobody here wrote. */
async function main(): Promise<void> {
  const dir = path.resolve('.test', `engines-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  console.log('\n── main path on Ceph RGW');
  const engine = await startCeph();
  const report = path.join(dir, 'playwright.json');
  try {
    if (!(await ensureBrowser())) throw new Error('No browser.');
    const env = {
      ...engine.env,
      SLUICE_DIST_DIR: '.next-test',
      NEXT_TELEMETRY_DISABLED: '1',
      SLUICE_TEST_DIR: dir,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      CI: '1',
    };
    const code = await run('npx', ['playwright', 'test', '--grep', '@engine', '--reporter=list,json'], {
      env,
    });
    const seen = existsSync(report)
      ? tallyPlaywright(readFileSync(report, 'utf8'))
      : { passed: 0, failed: 0 };
    const tally = withExitCode(seen, code);
    for (const test of tally.secondTries ?? []) console.log(`passed at its second try: ${test}`);
    console.log(`\n${engine.name}:\n${closingLine(tally)}`);
    process.exitCode = tally.failed === 0 ? 0 : 1;
  } finally {
    await engine.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

await main();
