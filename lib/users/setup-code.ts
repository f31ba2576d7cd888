import 'server-only';
import { randomInt } from 'node:crypto';
import { sign } from '@/lib/platform/crypto';
import type { Tx } from '@/lib/platform/db';

/** No 0 and O, no 1, I and L: somebody reads it off a terminal and types it. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const daysValid = 7;

/** Twelve characters in three groups: 59 bits, tried five times a minute. */
function newCode(): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}

/** Keyed, because a code is shorter than a token: who reads the table cannot try codes against it. */
const hashOf = (code: string) => sign('setup-code', code.toUpperCase().replace(/[^0-9A-Z]/g, ''));

/** A new set-up code; the ones from earlier starts end. Only its hash is stored. */
export async function issueSetupCode(tx: Tx): Promise<string> {
  const code = newCode();
  await tx.oneTimeToken.deleteMany({ where: { purpose: 'setup' } });
  await tx.oneTimeToken.create({
    data: {
      purpose: 'setup',
      tokenHash: hashOf(code),
      expiresAt: new Date(Date.now() + daysValid * 86_400_000),
    },
  });
  return code;
}

/** Uses code up; false where it is unknown, used or expired. Dashes, blanks and case do not matter. */
export async function useSetupCode(tx: Tx, code: string): Promise<boolean> {
  const now = new Date();
  const used = await tx.oneTimeToken.updateMany({
    where: { purpose: 'setup', tokenHash: hashOf(code), usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return used.count === 1;
}
