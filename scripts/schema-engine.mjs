#!/usr/bin/env node
// A stand-in for Prisma's native schema engine, which the command line would download on first use: the same command
// line and JSON-RPC over stdio, answered by the WebAssembly engine from npm. Identical for everybody, works offline.
// Protocol: github.com/prisma/prisma-engines schema-engine/cli. Development only; `npm start` does not need it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createDatabase, dropDatabase, ping } from './schema-engine/databases.mjs';
import { loadEngine } from './schema-engine/engine.mjs';

const SUBCOMMANDS = {
  'can-connect-to-database': ping,
  'create-database': createDatabase,
  'drop-database': dropDatabase,
};
/** Answers that the command line shows word for word arrive as a "print" call before the result. */
const PRINT_ID = 100_000;

const options = readArguments(process.argv.slice(2));
if (options.version) {
  const { bindings } = await loadEngine();
  console.log(`schema-engine-cli ${bindings.version()}`);
} else if (options.subcommand) {
  process.exitCode = await runSubcommand(options);
} else {
  await serve(options);
}

function readArguments(args) {
  const read = { models: [], datasource: {}, subcommand: undefined, version: args.includes('--version') };
  args.forEach((argument, index) => {
    const value = args[index + 1];
    if (argument === '--datamodels') read.models.push([path.resolve(value), readFileSync(value, 'utf8')]);
    if (argument === '--datasource') read.datasource = JSON.parse(value);
    if (argument === 'cli') read.subcommand = value;
  });
  return read;
}

async function runSubcommand({ subcommand, datasource }) {
  // The command line ignores the first line of stderr: it expects a banner there.
  log('INFO', `starting ${subcommand}`);
  try {
    await SUBCOMMANDS[subcommand](datasource.url);
    return 0;
  } catch (error) {
    const codes = { '3D000': 'P1003', ECONNREFUSED: 'P1001', '28P01': 'P1000' };
    log('ERROR', error.message || error.code, codes[error.code] ?? 'P1010');
    return 1;
  }
}

function log(level, message, code) {
  const fields = { message, error_code: code };
  const entry = { timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' };
  process.stderr.write(`${JSON.stringify(entry)}\n`);
}

async function serve({ models, datasource }) {
  let engine;
  const open = async () => {
    engine ??= await (await loadEngine()).open(models, datasource);
    return engine;
  };
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const { id, method, params } = JSON.parse(line);
    if (!method) continue;
    try {
      const result =
        method === 'createDatabase'
          ? { databaseName: await createDatabase(datasource.url) }
          : await call(await open(), method, params ?? {});
      send({ id, result: method === 'diff' ? printed(id, result) : (result ?? {}) });
    } catch (error) {
      const message = String(error?.message ?? error);
      send({
        id,
        error: {
          code: 4466,
          message,
          data: { is_panic: false, message, error_code: error?.code, meta: null },
        },
      });
    }
  }
  process.exit(0);
}

function call(engine, method, params) {
  return engine[method === 'getDatabaseVersion' ? 'version' : method](params);
}

function printed(id, result) {
  if (result?.stdout == null) return result;
  send({ id: PRINT_ID + id, method: 'print', params: { content: result.stdout.replace(/\n$/, '') } });
  return { ...result, stdout: null };
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}
