import 'server-only';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id, 19 MiB, 2 passes, 1 lane. Source: OWASP Password Storage Cheat Sheet. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

let dummyHash: Promise<string> | undefined;

/** The PHC string to store for password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, options);
}

/**
 * Whether password matches passwordHash. With null (unknown account, no password) one verification of the same cost
 * runs all the same, so that time does not tell which accounts exist.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  dummyHash ??= hashPassword('no account has this password');
  const matches = await verify(passwordHash ?? (await dummyHash), password, options);
  return passwordHash !== null && matches;
}
