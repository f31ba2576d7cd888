import 'server-only';
import type { Role } from '@/lib/contracts/account';
import { conflict } from '@/lib/contracts/errors';
import type { User } from '@/lib/generated/prisma/client';
import { isUniqueViolation, type Tx } from '@/lib/platform/db';

type NewUser = {
  email: string;
  name: string;
  passwordHash: string | null;
  role: Role;
  quotaBytes: bigint | null;
};

/** Adds a person in the caller's transaction. Throws conflict where the e-mail address is taken. */
export async function createUser(tx: Tx, person: NewUser): Promise<User> {
  try {
    return await tx.user.create({ data: person });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw conflict('There is already an account with this e-mail address. Sign in instead.');
  }
}

/** Whether anybody exists, as the caller's transaction sees it. */
export async function hasUsers(tx: Tx): Promise<boolean> {
  return (await tx.user.findFirst({ select: { id: true } })) !== null;
}
