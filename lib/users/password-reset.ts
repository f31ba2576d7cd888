import 'server-only';
import type { Actor, Origin } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { Email } from '@/lib/contracts/account';
import { notFound } from '@/lib/contracts/errors';
import { hashToken, randomToken } from '@/lib/platform/crypto';
import { db, type Tx, transaction } from '@/lib/platform/db';
import { hashPassword } from '@/lib/platform/passwords';
import { linkUnavailable } from './invites';
import { replacePassword } from './password';
import { toActor } from './to-actor';

const hoursValid = 24;
/** Requests of the last days are shown to admins; older ones have been answered or forgotten. */
const requestsShownDays = 7;

const requested = 'user.password_reset_requested';
const linkMade = 'user.password_reset_created';

/** Page that takes a reset token; an origin goes before it. */
export const resetPath = (token: string) => `/reset/${token}`;

type Person = { id: string; email: string };

async function issue(tx: Tx, actor: Actor, person: Person): Promise<string> {
  const token = randomToken();
  await tx.oneTimeToken.deleteMany({ where: { purpose: 'password_reset', userId: person.id, usedAt: null } });
  await tx.oneTimeToken.create({
    data: {
      purpose: 'password_reset',
      userId: person.id,
      tokenHash: hashToken(token),
      expiresAt: new Date(Date.now() + hoursValid * 3_600_000),
    },
  });
  await recordAudit(tx, actor, {
    action: linkMade,
    target: { type: 'user', id: person.id, text: person.email },
  });
  return token;
}

/** A reset token for a person, shown once and good for 24 hours; an earlier one ends. Throws not_found. */
export async function createPasswordReset(actor: Actor, userId: string): Promise<string> {
  return transaction(async (tx) => {
    const person = await tx.user.findUnique({ where: { id: userId } });
    if (!person) throw notFound('No such person');
    return issue(tx, actor, person);
  });
}

/** The same by e-mail address, for the terminal: the page's path with its token. Throws not_found. */
export async function issuePasswordReset(email: string): Promise<{ path: string }> {
  const address = Email.safeParse(email);
  const person = address.success ? await db().user.findUnique({ where: { email: address.data } }) : null;
  if (!person) throw notFound('No account with this e-mail address');
  return { path: resetPath(await createPasswordReset({ type: 'system', job: 'terminal' }, person.id)) };
}

/**
 * Notes that somebody asks for a reset link. Sluice sends no mail: admins see the request beside the person and pass
 * a link on. Known and unknown addresses take the same steps and leave one row each, without the unknown address.
 */
export async function requestPasswordReset(origin: Origin, email: string): Promise<void> {
  await transaction(async (tx) => {
    const person = await tx.user.findUnique({ where: { email } });
    await recordAudit(
      tx,
      { type: 'anonymous', origin },
      {
        action: requested,
        ...(person ? { target: { type: 'user', id: person.id, text: person.email } } : {}),
      },
    );
  });
}

/** When each of these people last asked for a reset link that nobody has made since; absent where there is none. */
export async function openResetRequests(userIds: string[]): Promise<Map<string, Date>> {
  const since = new Date(Date.now() - requestsShownDays * 86_400_000);
  const events = await db().auditEvent.findMany({
    where: { targetId: { in: userIds }, action: { in: [requested, linkMade] }, at: { gte: since } },
    select: { targetId: true, action: true, at: true },
    orderBy: { at: 'asc' },
  });
  const open = new Map<string, Date>();
  for (const { targetId, action, at } of events) {
    if (targetId === null) continue;
    if (action === requested) open.set(targetId, at);
    else open.delete(targetId);
  }
  return open;
}

const isOpen = () => ({ purpose: 'password_reset' as const, usedAt: null, expiresAt: { gt: new Date() } });

/** Whether the reset page can take this token. */
export async function isResetOpen(token: string): Promise<boolean> {
  const row = await db().oneTimeToken.findFirst({
    where: { tokenHash: hashToken(token), ...isOpen() },
    select: { id: true },
  });
  return row !== null;
}

/**
 * Sets a new password by a reset link, once, and ends all sessions of the person. Unknown, used and expired links get
 * one answer after the same work: the new password is hashed before the link is looked at. Throws link_unavailable.
 */
export async function resetPassword(token: string, password: string, origin: Origin): Promise<void> {
  const passwordHash = await hashPassword(password);
  await transaction(async (tx) => {
    const row = await tx.oneTimeToken.findFirst({
      where: { tokenHash: hashToken(token), ...isOpen() },
      include: { user: true },
    });
    if (!row?.user) throw linkUnavailable();
    const used = await tx.oneTimeToken.updateMany({
      where: { id: row.id, ...isOpen() },
      data: { usedAt: new Date() },
    });
    if (used.count === 0) throw linkUnavailable();
    const { id: userId, passwordVersion, email } = row.user;
    const given = { userId, passwordHash, passwordVersion, exceptSessionId: null };
    if (!(await replacePassword(tx, given))) throw linkUnavailable();
    await recordAudit(tx, toActor(row.user, origin), {
      action: 'user.password_reset',
      target: { type: 'user', id: userId, text: email },
    });
  });
}
