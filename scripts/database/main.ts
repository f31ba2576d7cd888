import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describeError, PlainError } from '@/scripts/plain-error';
import { applyMigrations } from '@/scripts/services/migrate';
import { ensureDatabase, startPostgres } from '@/scripts/services/postgres';

/**
 * Prisma's command line against a PostgreSQL of its own that vanishes afterwards, so that neither needs a server set
 * up nor touches data. `check`: do the migrations lead to schema.prisma? `migrate NAME`: write the migration that is missing.
 */
const COMMANDS: Record<string, (name: string | undefined) => string[]> = {
  check: () => [
    'migrate',
    'diff',
    '--from-migrations',
    'prisma/migrations',
    '--to-schema',
    'prisma/schema.prisma',
    '--exit-code',
  ],
  migrate: (name) => ['migrate', 'dev', '--create-only', ...(name ? ['--name', name] : [])],
};

async function main([command = '', name]: string[]): Promise<number> {
  const toArguments = COMMANDS[command];
  if (!toArguments) throw new PlainError('Usage: npm run db:check, or: npm run db:migrate -- NAME');
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-database-'));
  const server = await startPostgres({ dir, durable: false });
  try {
    await ensureDatabase(server.url('postgres'), 'sluice');
    await ensureDatabase(server.url('postgres'), 'shadow');
    const url = server.url('sluice');
    if (command === 'migrate') await applyMigrations({ url, folder: path.resolve('prisma/migrations') });
    const env = {
      ...process.env,
      DATABASE_URL: url,
      SHADOW_DATABASE_URL: server.url('shadow'),
      PRISMA_SCHEMA_ENGINE_BINARY: path.resolve('scripts/schema-engine.mjs'),
    };
    return spawnSync('npx', ['prisma', ...toArguments(name)], { stdio: 'inherit', env }).status ?? 1;
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
