import { parseArgs } from 'node:util';
import { type BucketEvent, parseKeys, startBucket } from './index';

const usage = `Usage: bucket --port PORT --data FOLDER [--key ID:SECRET]... [--host ADDRESS] [--allow-host NAME]...
              [--region NAME] [--min-free FRACTION] [--log]
Keys may also come from the environment: SLUICE_BUCKET_KEYS="ID:SECRET,ID2:SECRET2".`;

/** The server alone: says on stdout, as a line of JSON, when it listens; stops on SIGTERM, SIGINT and with its parent. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      key: { type: 'string', multiple: true },
      host: { type: 'string' },
      'allow-host': { type: 'string', multiple: true },
      region: { type: 'string' },
      'min-free': { type: 'string' },
      log: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help || values.port === undefined || values.data === undefined) {
    console.error(usage);
    process.exit(values.help ? 0 : 2);
  }
  const fromEnvironment = parseKeys(process.env.SLUICE_BUCKET_KEYS ?? '');
  // stdout is for the line that says we listen: whoever started us waits for it.
  const print = (event: BucketEvent) => console.error(JSON.stringify(event));
  const bucket = await startBucket({
    port: Number(values.port),
    host: values.host,
    dataDir: values.data,
    keys: [...fromEnvironment, ...(values.key ?? []).flatMap(parseKeys)],
    region: values.region,
    minFreeFraction: values['min-free'] === undefined ? undefined : Number(values['min-free']),
    allowedHosts: values['allow-host'],
    log: values.log ? print : (event) => event.event !== 'request' && print(event),
  });
  const stop = () => {
    bucket.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  console.log(JSON.stringify({ event: 'listening', port: bucket.port, url: bucket.url }));
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

main().catch(fail);
