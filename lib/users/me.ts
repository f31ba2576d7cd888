import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { isPermitted } from '@/lib/access/can';
import type { Me } from '@/lib/contracts/account';
import { unauthenticated } from '@/lib/contracts/errors';
import type { Policy } from '@/lib/contracts/policy';
import type { User } from '@/lib/generated/prisma/client';
import { db } from '@/lib/platform/db';
import { avatarUrl } from './avatar-url';
import { getPolicy } from './policy';

/** Source: API, `POST /api/uploads` takes one to 500 files. */
const maxFilesPerRequest = 500;

function limitsOf(actor: UserActor, policy: Policy): Me['limits'] {
  const byKind = policy.allowedKinds.map((kind) => policy.maxBytesByKind[kind]);
  const tokenBytes = actor.token?.maxFileBytes ?? Number.MAX_SAFE_INTEGER;
  return {
    maxFileBytes: Math.min(tokenBytes, Math.max(0, ...byKind)),
    maxFilesPerRequest,
    canUpload: isPermitted(actor, policy, 'mayUpload'),
    canShare: isPermitted(actor, policy, 'mayShare'),
    canCreateTokens: !actor.token && isPermitted(actor, policy, 'mayCreateTokens'),
    trashDays: policy.trashDays,
  };
}

async function toMe(user: User, actor: UserActor, policy: Policy): Promise<Me> {
  return {
    user: {
      id: user.id,
      email: user.email,
      name: user.name,
      role: user.role,
      avatarUrl: await avatarUrl(user),
      hasPassword: user.passwordHash !== null,
      createdAt: user.createdAt.toISOString(),
    },
    usage: {
      usedBytes: Number(user.usedBytes),
      reservedBytes: Number(user.reservedBytes),
      quotaBytes: user.quotaBytes === null ? null : Number(user.quotaBytes),
    },
    limits: limitsOf(actor, policy),
  };
}

/** Who actor is, what they use, and what the policy lets them do. Throws unauthenticated where they were removed meanwhile. */
export async function getMe(actor: UserActor): Promise<Me> {
  const [user, policy] = await Promise.all([
    db().user.findUnique({ where: { id: actor.userId } }),
    getPolicy(),
  ]);
  if (!user) throw unauthenticated();
  return toMe(user, actor, policy);
}
