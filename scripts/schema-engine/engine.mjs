import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { dropDatabase, execute, toFields } from './databases.mjs';

/** PostgreSQL's catalogue type "char", which adapter-pg 7.10.1 does not know but introspection returns. */
const OID_CHAR = 18;
const OID_TEXT = 25;
/** The engine opens a connection even for questions that need none; nothing listens there. */
const NOWHERE = 'postgresql://none:none@127.0.0.1:1/none';

/** Loads the WebAssembly engine; `open` gives one for these models and this datasource. */
export async function loadEngine() {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const wasm = readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings });
  // The engine reports a panic here before it traps; the trap itself says nothing.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) };
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();

  const open = (models, { url, shadowDatabaseUrl }) =>
    bindings.SchemaEngine.new(
      { datamodels: models.length > 0 ? models : undefined },
      () => {},
      bindMigrationAwareSqlAdapterFactory(makeFactory(url || NOWHERE, shadowDatabaseUrl)),
    );
  return { bindings, open };
}

function makeFactory(url, shadowUrl) {
  const types = watchResultTypes();
  const factory = new PrismaPg(toFields(url));
  const connect = factory.connect.bind(factory);
  factory.connect = async () => mend(await connect(), toFields(url), types);
  factory.connectToShadowDb = async () => {
    if (!shadowUrl) return makeShadow(url, types);
    await execute(toFields(shadowUrl), 'DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public');
    return mend(await new PrismaPg(toFields(shadowUrl)).connect(), toFields(shadowUrl), types);
  };
  return factory;
}

/** adapter-pg 7.10.1 drops its shadow database while still connected to it; here the order is the right one. */
async function makeShadow(url, types) {
  const database = `prisma_shadow_${randomUUID().replaceAll('-', '')}`;
  await execute(toFields(url), `CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  const fields = { ...toFields(url), database };
  const adapter = mend(await new PrismaPg(fields).connect(), fields, types);
  const dispose = adapter.dispose.bind(adapter);
  const shadow = new URL(url);
  shadow.pathname = `/${database}`;
  adapter.dispose = async () => {
    await dispose();
    await dropDatabase(shadow.toString());
  };
  return adapter;
}

/** Remembers the column types of the latest result and shows "char" as text to adapter-pg, which refuses it. */
function watchResultTypes() {
  const types = { latest: [] };
  const addFields = pg.Result.prototype.addFields;
  pg.Result.prototype.addFields = function (fields) {
    types.latest = fields.map(({ dataTypeID }) => dataTypeID);
    for (const field of fields) if (field.dataTypeID === OID_CHAR) field.dataTypeID = OID_TEXT;
    return addFields.call(this, fields);
  };
  return types;
}

/** adapter-pg 7.10.1 cuts scripts at every ";", also inside functions; PostgreSQL takes them whole. */
function mend(adapter, fields, types) {
  adapter.executeScript = (script) => execute(fields, script).catch((error) => adapter.onError(error));
  return withCharType(adapter, types);
}

function withCharType(queryable, types) {
  const queryRaw = queryable.queryRaw.bind(queryable);
  queryable.queryRaw = async (query) => {
    const result = await queryRaw(query);
    if (types.latest.length === result.columnTypes.length) {
      types.latest.forEach((type, index) => {
        if (type === OID_CHAR) result.columnTypes[index] = ColumnTypeEnum.Character;
      });
    }
    return result;
  };
  if (queryable.startTransaction) {
    const start = queryable.startTransaction.bind(queryable);
    queryable.startTransaction = async (...args) => withCharType(await start(...args), types);
  }
  return queryable;
}
