import 'server-only';
import type { z } from 'zod';
import type { Origin, UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import type { AcceptInvite, Me } from '@/lib/contracts/account';
import type { CreateInvite, InviteDto } from '@/lib/contracts/admin';
import { AppError, conflict, invalidRequest, notFound } from '@/lib/contracts/errors';
import type { Invite } from '@/lib/generated/prisma/client';
import { hashToken, randomToken } from '@/lib/platform/crypto';
import { db, type Tx, transaction } from '@/lib/platform/db';
import { hashPassword } from '@/lib/platform/passwords';
import { createUser } from './create-user';
import { getMe } from './me';
import { getPolicy } from './policy';
import { toActor } from './to-actor';

/** Open ones and the latest ended ones: one page. */
const listedAtMost = 500;

/** Page that takes an invitation's token; an origin goes before it. */
export const invitePath = (token: string) => `/invite/${token}`;

export const linkUnavailable = () =>
  new AppError('link_unavailable', {
    detail: 'This link does not work any more, or never did. Ask whoever sent it for a new one.',
  });

function stateOf(invite: Invite, now: Date): InviteDto['state'] {
  if (invite.acceptedAt) return 'accepted';
  if (invite.revokedAt) return 'revoked';
  return invite.expiresAt > now ? 'open' : 'expired';
}

function toInviteDto(invite: Invite): InviteDto {
  return {
    id: invite.id,
    email: invite.email,
    role: invite.role,
    quotaBytes: invite.quotaBytes === null ? null : Number(invite.quotaBytes),
    createdAt: invite.createdAt.toISOString(),
    expiresAt: invite.expiresAt.toISOString(),
    state: stateOf(invite, new Date()),
  };
}

const isOpen = (now = new Date()) => ({ acceptedAt: null, revokedAt: null, expiresAt: { gt: now } });

/** All invitations, the latest first. */
export async function listInvites(): Promise<InviteDto[]> {
  const rows = await db().invite.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: listedAtMost,
  });
  return rows.map(toInviteDto);
}

/**
 * Makes an invitation; its token is returned once and only its hash is kept. Without quotaBytes it carries the
 * policy's default, null is unlimited. Throws conflict while registration is closed.
 */
export async function createInvite(
  actor: UserActor,
  body: CreateInvite,
): Promise<{ invite: InviteDto; token: string }> {
  const policy = await getPolicy();
  if (policy.registration === 'closed') {
    throw conflict('Registration is closed. Open it for invitations in the policy first.');
  }
  const token = randomToken();
  const quotaBytes = body.quotaBytes === undefined ? policy.defaultQuotaBytes : body.quotaBytes;
  const invite = await transaction(async (tx) => {
    const created = await tx.invite.create({
      data: {
        tokenHash: hashToken(token),
        email: body.email ?? null,
        role: body.role,
        quotaBytes: quotaBytes === null ? null : BigInt(quotaBytes),
        createdById: actor.userId,
        expiresAt: new Date(Date.now() + body.expiresIn * 1000),
      },
    });
    await recordAudit(tx, actor, {
      action: 'invite.created',
      // Without the address: the log can be cleansed of a person by their id only.
      target: { type: 'invite', id: created.id },
      details: { role: created.role, expiresAt: created.expiresAt.toISOString() },
    });
    return created;
  });
  return { invite: toInviteDto(invite), token };
}

/** Withdraws an open invitation; repeating it changes nothing. Throws not_found, conflict where it was accepted. */
export async function revokeInvite(actor: UserActor, inviteId: string): Promise<void> {
  await transaction(async (tx) => {
    const revoked = await tx.invite.updateMany({
      where: { id: inviteId, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (revoked.count === 1) {
      await recordAudit(tx, actor, { action: 'invite.revoked', target: { type: 'invite', id: inviteId } });
      return;
    }
    const invite = await tx.invite.findUnique({ where: { id: inviteId } });
    if (!invite) throw notFound('No such invitation');
    if (invite.acceptedAt)
      throw conflict('This invitation was accepted already. Disable the person instead.');
  });
}

/** What the invitation page shows of an open invitation; null for any other token. */
export async function findOpenInvite(token: string): Promise<{ email: string | null } | null> {
  if ((await getPolicy()).registration === 'closed') return null;
  return db().invite.findFirst({
    where: { tokenHash: hashToken(token), ...isOpen() },
    select: { email: true },
  });
}

/** An open invitation for somebody whom a provider vouches for: by its token, else for their verified address. */
export async function findInviteFor(
  tx: Tx,
  token: string | null,
  verifiedEmail: string | null,
): Promise<Invite | null> {
  const byToken = token
    ? await tx.invite.findFirst({ where: { tokenHash: hashToken(token), ...isOpen() } })
    : null;
  if (byToken && (byToken.email === null || byToken.email === verifiedEmail)) return byToken;
  if (verifiedEmail === null) return null;
  return tx.invite.findFirst({
    where: { email: verifiedEmail, ...isOpen() },
    orderBy: { createdAt: 'desc' },
  });
}

/** Uses an open invitation up for userId; of two at the same time one wins. Throws link_unavailable. */
export async function consumeInvite(tx: Tx, inviteId: string, userId: string): Promise<void> {
  const taken = await tx.invite.updateMany({
    where: { id: inviteId, ...isOpen() },
    data: { acceptedAt: new Date(), acceptedById: userId },
  });
  if (taken.count === 0) throw linkUnavailable();
}

type Accept = { token: string; body: z.infer<typeof AcceptInvite>; origin: Origin };

/**
 * Signs somebody up by invitation, once. Unknown, expired, withdrawn and used links get one answer after the same
 * work. Throws link_unavailable, conflict, invalid_request where it is for another address.
 */
export async function acceptInvite({ token, body, origin }: Accept): Promise<Me> {
  const passwordHash = await hashPassword(body.password);
  if ((await getPolicy()).registration === 'closed') throw linkUnavailable();
  const user = await transaction(async (tx) => {
    const invite = await tx.invite.findFirst({ where: { tokenHash: hashToken(token), ...isOpen() } });
    if (!invite) throw linkUnavailable();
    if (invite.email !== null && invite.email !== body.email) {
      throw invalidRequest([{ path: 'email', message: 'This invitation is for another e-mail address.' }]);
    }
    const created = await createUser(tx, {
      email: body.email,
      name: body.name,
      passwordHash,
      role: invite.role,
      quotaBytes: invite.quotaBytes,
    });
    await consumeInvite(tx, invite.id, created.id);
    await recordAudit(tx, toActor(created, origin), {
      action: 'user.created',
      target: { type: 'user', id: created.id, text: created.email },
      details: { by: 'invite', inviteId: invite.id, role: created.role },
    });
    return created;
  });
  return getMe(toActor(user, origin));
}
