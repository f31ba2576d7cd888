import 'server-only';
import { AppError, rateLimited } from '@/lib/contracts/errors';
import { hashToken } from '@/lib/platform/crypto';
import { db } from '@/lib/platform/db';
import { verifyPassword } from '@/lib/platform/passwords';
import { consume, giveBack } from '@/lib/platform/rate-limit';
import { linkUnavailable, openShare, type Visit } from './open-share';
import { recordShareEvent } from './share-events';
import { unlockValue } from './unlock-cookie';

/** Wrong passwords that one address may try at one link, and all addresses together. */
const triesOfAddress = { limit: 10, windowSeconds: 15 * 60 };
const triesOfLink = { limit: 200, windowSeconds: 15 * 60 };

const wrongPassword = () =>
  new AppError('invalid_credentials', {
    detail: 'That is not the password of this link. Check it with whoever sent you the link.',
  });

/** Both doors are counted before the password is looked at, so that parallel guesses cannot slip through. */
function doorsOf({ slug, origin }: Visit) {
  const link = hashToken(slug);
  return [
    { key: `unlock:${link}:${origin.address}`, ...triesOfAddress },
    { key: `unlock:${link}`, ...triesOfLink },
  ];
}

/**
 * Opens a locked share for whoever knows its password: the id and value of the unlock cookie. Every call costs one
 * argon2id verification, for links that are not there too. Null: the link asks for no password.
 * Throws link_unavailable, invalid_credentials, rate_limited.
 */
export async function unlockShare(
  visit: Visit,
  password: string,
): Promise<{ shareId: string; value: string } | null> {
  const doors = doorsOf(visit);
  for (const door of doors) {
    const decision = await consume(door);
    if (!decision.allowed) throw rateLimited(decision.resetSeconds);
  }
  const opened = await openShare({ ...visit, unlockOf: () => null });
  const share = opened.state === 'unavailable' ? null : opened.share;
  const matches = await verifyPassword(share?.passwordHash ?? null, password);
  if (!share) throw linkUnavailable();
  if (share.passwordHash === null) return null;
  const record = (action: 'unlocked' | 'unlock_failed') =>
    recordShareEvent(db(), { shareId: share.id, action, origin: visit.origin });
  if (!matches) {
    await record('unlock_failed');
    throw wrongPassword();
  }
  await Promise.all([...doors.map(giveBack), record('unlocked')]);
  return { shareId: share.id, value: unlockValue(share) };
}
