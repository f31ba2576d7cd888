import 'server-only';
import type { Origin, UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { Email, PersonName } from '@/lib/contracts/account';
import type { User } from '@/lib/generated/prisma/client';
import { db, type Tx, transaction } from '@/lib/platform/db';
import { createUser, hasUsers } from './create-user';
import { consumeInvite, findInviteFor } from './invites';
import { lockIdentity } from './locks';
import { getPolicy } from './policy';
import { openSession } from './sessions';
import { recordRefusal } from './sign-in';
import { toActor } from './to-actor';

/** What the provider's verified ID token says. */
export type OidcIdentity = {
  issuer: string;
  subject: string;
  email: string | null;
  emailVerified: boolean;
  name: string | null;
};

/** Why somebody whom the provider knows is not let in; the sign-in page has a sentence for each. */
type OidcRefusal =
  | 'AccessDenied'
  | 'EmailMissing'
  | 'OAuthAccountNotLinked'
  | 'RegistrationClosed'
  | 'SetUpFirst';

export type OidcSignIn = { sessionId: string; invited: boolean } | { refusal: OidcRefusal };

type Request = {
  identity: OidcIdentity;
  origin: Origin;
  /** Whoever is signed in already in this browser: they connect the provider to their account. */
  actor: UserActor | null;
  /** Token of the invitation they came from. */
  inviteToken: string | null;
};

/**
 * Signs in the person of an OIDC identity. A known issuer and subject is that person. A signed-in person connects the
 * identity. An account that has the same e-mail address is never taken over, verified or not: its owner proved no
 * address to us, so they sign in with their password and connect. Anybody else is new: by open registration, or by an
 * invitation (its link, or one for the verified address).
 */
export async function signInWithOidc({ identity, origin, actor, inviteToken }: Request): Promise<OidcSignIn> {
  const known = await findLinked(identity);
  if (known) return start(known, origin);
  if (actor) return start(await connect(actor, identity), origin);
  const registered = await registerByOidc(identity, origin, inviteToken);
  return 'refusal' in registered ? registered : start(registered.user, origin, registered.invited);
}

async function findLinked({ issuer, subject }: OidcIdentity, tx: Tx = db()): Promise<User | null> {
  const account = await tx.account.findUnique({
    where: { issuer_subject: { issuer, subject } },
    include: { user: true },
  });
  return account?.user ?? null;
}

async function start(user: User, origin: Origin, invited = false): Promise<OidcSignIn> {
  const sessionId = await openSession({ user, origin, by: 'oidc' });
  if (sessionId !== null) return { sessionId, invited };
  await recordRefusal({ user, origin, by: 'oidc' });
  return { refusal: 'AccessDenied' };
}

async function connect(actor: UserActor, identity: OidcIdentity): Promise<User> {
  return transaction(async (tx) => {
    await lockIdentity(tx, identity);
    const earlier = await findLinked(identity, tx);
    if (earlier) return earlier;
    await link(tx, actor.userId, identity);
    await recordAudit(tx, actor, {
      action: 'user.oidc_connected',
      target: { type: 'user', id: actor.userId, text: actor.email },
      details: { issuer: identity.issuer },
    });
    return tx.user.findUniqueOrThrow({ where: { id: actor.userId } });
  });
}

/** Whether an identity of issuer, with or without a slash at its end, opens actor's account. */
export async function isConnected(actor: UserActor, issuer: string): Promise<boolean> {
  const bare = issuer.replace(/\/+$/, '');
  const account = await db().account.findFirst({
    where: { userId: actor.userId, issuer: { in: [bare, `${bare}/`] } },
    select: { id: true },
  });
  return account !== null;
}

async function link(tx: Tx, userId: string, { issuer, subject }: OidcIdentity): Promise<void> {
  await tx.account.create({ data: { userId, issuer, subject } });
}

type Registered = { user: User; invited: boolean } | { refusal: OidcRefusal };

async function registerByOidc(
  identity: OidcIdentity,
  origin: Origin,
  inviteToken: string | null,
): Promise<Registered> {
  const email = Email.safeParse(identity.email);
  if (!email.success) return { refusal: 'EmailMissing' };
  const policy = await getPolicy();
  return transaction(async (tx): Promise<Registered> => {
    await lockIdentity(tx, identity);
    if (!(await hasUsers(tx))) return { refusal: 'SetUpFirst' };
    const earlier = await findLinked(identity, tx);
    if (earlier) return { user: earlier, invited: false };
    if (await tx.user.findUnique({ where: { email: email.data } })) {
      return { refusal: 'OAuthAccountNotLinked' };
    }
    const verified = identity.emailVerified ? email.data : null;
    const invite = policy.registration === 'closed' ? null : await findInviteFor(tx, inviteToken, verified);
    if (!invite && policy.registration !== 'open') return { refusal: 'RegistrationClosed' };
    const name = PersonName.safeParse(identity.name);
    const user = await createUser(tx, {
      email: email.data,
      name: name.success ? name.data : (email.data.split('@')[0] ?? email.data),
      passwordHash: null,
      role: invite?.role ?? 'user',
      quotaBytes: invite ? invite.quotaBytes : toQuota(policy.defaultQuotaBytes),
    });
    await link(tx, user.id, identity);
    if (invite) await consumeInvite(tx, invite.id, user.id);
    await recordAudit(tx, toActor(user, origin), {
      action: 'user.created',
      target: { type: 'user', id: user.id, text: user.email },
      details: { by: invite ? 'invite' : 'registration', issuer: identity.issuer, role: user.role },
    });
    return { user, invited: invite !== null };
  });
}

const toQuota = (bytes: number | null) => (bytes === null ? null : BigInt(bytes));
