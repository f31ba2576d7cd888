import type Database from 'libsql';

/** An open SQLite database. */
export type Connection = InstanceType<typeof Database>;
