import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import type { ListUsersQuery, UpdateUser, UserDto } from '@/lib/contracts/admin';
import type { Page } from '@/lib/contracts/common';
import { conflict, notFound } from '@/lib/contracts/errors';
import type { User } from '@/lib/generated/prisma/client';
import { db, type Prisma, type Tx, transaction } from '@/lib/platform/db';
import { decodeCursor, toPage } from '@/lib/platform/keyset';
import { avatarUrls } from './avatar-url';
import { lockAdmins } from './locks';
import { openResetRequests } from './password-reset';
import { endSessions } from './sessions';

const bytes = (value: bigint | null) => (value === null ? null : Number(value));

/** Rows as admins see them: photos signed and reset requests read once for all. */
async function toUserDtos(users: User[]): Promise<Map<string, UserDto>> {
  const [photos, requests] = await Promise.all([
    avatarUrls(users),
    openResetRequests(users.map(({ id }) => id)),
  ]);
  return new Map(
    users.map((user) => [
      user.id,
      {
        id: user.id,
        email: user.email,
        name: user.name,
        role: user.role,
        status: user.status,
        avatarUrl: photos.get(user.id) ?? null,
        quotaBytes: bytes(user.quotaBytes),
        usedBytes: Number(user.usedBytes),
        reservedBytes: Number(user.reservedBytes),
        createdAt: user.createdAt.toISOString(),
        lastSeenAt: user.lastSeenAt?.toISOString() ?? null,
        passwordResetRequestedAt: requests.get(user.id)?.toISOString() ?? null,
      },
    ]),
  );
}

async function toUserDto(user: User): Promise<UserDto> {
  const dto = (await toUserDtos([user])).get(user.id);
  if (!dto) throw notFound('No such person');
  return dto;
}

/**
 * Who matches q: names and e-mail addresses that contain it. With an @ inside, it is the beginning of an address
 * (stored in lower case): what follows the @ is in most rows, so looking for it anywhere would read most of them.
 * With a space inside it is in no address.
 */
function matching(q: string): Prisma.UserWhereInput {
  if (q.indexOf('@') > 0) return { email: { startsWith: q.toLowerCase() } };
  const inName: Prisma.UserWhereInput = { name: { contains: q, mode: 'insensitive' } };
  if (/\s/.test(q)) return inName;
  return { OR: [inName, { email: { contains: q, mode: 'insensitive' } }] };
}

/** People, the newest first; q looks into names and e-mail addresses. */
export async function listUsers({ limit, cursor, q, role, status }: ListUsersQuery): Promise<Page<UserDto>> {
  const after = decodeCursor(cursor, 'date');
  const createdAt = after ? new Date(after[0]) : null;
  const where: Prisma.UserWhereInput = {
    deletedAt: null,
    ...(role ? { role } : {}),
    ...(status ? { status } : {}),
    AND: [
      q ? matching(q) : {},
      after && createdAt
        ? {
            // The bound lets the index start there; alone, the two cases below would read all pages before.
            createdAt: { lte: createdAt },
            OR: [{ createdAt: { lt: createdAt } }, { id: { lt: after[1] } }],
          }
        : {},
    ],
  };
  const rows = await db().user.findMany({
    where,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const dtos = await toUserDtos(rows);
  return toPage(rows, {
    limit,
    toItem: ({ id }) => dtos.get(id) as UserDto,
    toCursor: ({ createdAt: at, id }) => [at.toISOString(), id],
  });
}

/** One person. Throws not_found. */
export async function getUser(userId: string): Promise<UserDto> {
  const user = await db().user.findFirst({ where: { id: userId, deletedAt: null } });
  if (!user) throw notFound('No such person');
  return toUserDto(user);
}

/** Throws conflict where nobody but userId is an active admin. The caller holds lockAdmins. */
export async function assertAnotherAdmin(tx: Tx, userId: string): Promise<void> {
  const other = await tx.user.findFirst({
    where: { id: { not: userId }, role: 'admin', status: 'active', deletedAt: null },
    select: { id: true },
  });
  if (!other) throw conflict('This is the last active admin. Make somebody else an admin first.');
}

/**
 * Changes a person's role, status or quota. A new role or being disabled ends their sessions at once; the last active
 * admin stays one, however many try at the same time. Throws not_found, conflict.
 */
export async function updateUser(actor: UserActor, userId: string, body: UpdateUser): Promise<UserDto> {
  const updated = await transaction(async (tx) => {
    await lockAdmins(tx);
    const before = await tx.user.findFirst({ where: { id: userId, deletedAt: null } });
    if (!before) throw notFound('No such person');
    const role = body.role ?? before.role;
    const status = body.status ?? before.status;
    const wasAdmin = before.role === 'admin' && before.status === 'active';
    if (wasAdmin && (role !== 'admin' || status !== 'active')) await assertAnotherAdmin(tx, userId);
    const changes = changesOf(before, body);
    if (Object.keys(changes).length === 0) return before;
    const after = await tx.user.update({
      where: { id: userId },
      data: {
        role,
        status,
        ...(body.quotaBytes === undefined
          ? {}
          : { quotaBytes: body.quotaBytes === null ? null : BigInt(body.quotaBytes) }),
      },
    });
    if ('role' in changes || status === 'disabled') await endSessions(tx, { userId });
    await recordAudit(tx, actor, {
      action: 'user.updated',
      target: { type: 'user', id: userId, text: before.email },
      details: changes,
    });
    return after;
  });
  return toUserDto(updated);
}

type Change = { from: string | number | null; to: string | number | null };

function changesOf(before: User, body: UpdateUser): Record<string, Change> {
  const changes: Record<string, Change> = {};
  if (body.role && body.role !== before.role) changes.role = { from: before.role, to: body.role };
  if (body.status && body.status !== before.status) changes.status = { from: before.status, to: body.status };
  const quota = bytes(before.quotaBytes);
  if (body.quotaBytes !== undefined && body.quotaBytes !== quota) {
    changes.quotaBytes = { from: quota, to: body.quotaBytes };
  }
  return changes;
}

/** Ends all sessions of a person. Throws not_found. */
export async function revokeUserSessions(actor: UserActor, userId: string): Promise<void> {
  await transaction(async (tx) => {
    const person = await tx.user.findFirst({ where: { id: userId, deletedAt: null } });
    if (!person) throw notFound('No such person');
    const count = await endSessions(tx, { userId });
    await recordAudit(tx, actor, {
      action: 'user.sessions_ended',
      target: { type: 'user', id: userId, text: person.email },
      details: { count },
    });
  });
}
