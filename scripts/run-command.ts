import { describeFailure } from './describe-failure';

/** Runs what a command of package.json does, and ends the process: with 1 and one clear text where it throws. */
export async function runCommand(main: (args: string[]) => Promise<void>): Promise<never> {
  try {
    await main(process.argv.slice(2));
    // Database and storage keep connections open for a while.
    process.exit(0);
  } catch (error) {
    console.error(describeFailure(error, { databaseUrl: process.env.DATABASE_URL }));
    process.exit(1);
  }
}
