import type { Connection } from './connection';

type Value = string | number | null;

/**
 * A query prepared once. Rows are asked for as arrays: as objects libsql costs twice as much, and its pluck() is not
 * heeded by get().
 */
export function prepareRows<Row extends Value[]>(db: Connection, sql: string) {
  const statement = db.prepare(sql).raw();
  return {
    first: (...parameters: Value[]) => statement.get(...parameters) as Row | undefined,
    all: (...parameters: Value[]) => statement.all(...parameters) as Row[],
  };
}

/** The same for a query of one column. */
export function prepareColumn<T extends Value>(db: Connection, sql: string) {
  const rows = prepareRows<[T]>(db, sql);
  return {
    first: (...parameters: Value[]): T | undefined => rows.first(...parameters)?.[0],
    all: (...parameters: Value[]): T[] => rows.all(...parameters).map((row) => row[0]),
  };
}
