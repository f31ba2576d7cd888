/**
 * PostgreSQL refuses to run as root. Started by root it runs as "nobody", without touching the system's accounts;
 * an ordinary user runs it as himself.
 */
export type Account = { uid: number; gid: number } | Record<string, never>;

const NOBODY = { uid: 65_534, gid: 65_534 };

export function postgresAccount(): Account {
  return process.getuid?.() === 0 ? NOBODY : {};
}

export function isOtherAccount(account: Account): account is typeof NOBODY {
  return 'uid' in account;
}

/**
 * How the data folder is named to PostgreSQL. "nobody" may not walk through our 0700 `.data` (or a private home), but
 * it may use the folder it was started in, and on Linux this name leads there without a look at the parents.
 */
export function dataFolderName(dataDir: string, account: Account): string {
  return isOtherAccount(account) && process.platform === 'linux' ? '/proc/self/cwd' : dataDir;
}
