import 'server-only';
import type { z } from 'zod';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import type { Me, UpdateMe } from '@/lib/contracts/account';
import { transaction } from '@/lib/platform/db';
import { getMe } from './me';

/** Changes actor's name; without a new one nothing happens. */
export async function updateMe(actor: UserActor, { name }: z.infer<typeof UpdateMe>): Promise<Me> {
  if (name !== undefined && name !== actor.name) {
    await transaction(async (tx) => {
      await tx.user.update({ where: { id: actor.userId }, data: { name } });
      await recordAudit(tx, actor, {
        action: 'user.renamed',
        target: { type: 'user', id: actor.userId, text: actor.email },
      });
    });
  }
  return getMe(actor);
}
