import { z } from 'zod';
import { Id, PageQuery, pageOf, Text, Timestamp } from './common';

export const AuditEventDto = z
  .strictObject({
    id: Id,
    at: Timestamp,
    action: z.string().meta({ description: 'noun.verb, past tense', example: 'file.trashed' }),
    actorType: z.string().meta({ description: 'user, token, visitor, anonymous or system' }),
    actorId: Id.nullable(),
    actor: z.string().meta({ description: 'The actor as text at that time' }),
    targetType: z.string().nullable(),
    targetId: Id.nullable(),
    target: z.string().nullable(),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    requestId: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEventDto = z.infer<typeof AuditEventDto>;

/** What narrows the log; an action may be a noun alone ("file") for all that happened to such things. */
export const AuditFilter = {
  action: z
    .string()
    .regex(/^[a-z]+(\.[a-z_]+)?$/)
    .max(64)
    .optional()
    .meta({ description: 'One action, or a noun for all of its actions', example: 'file.deleted' }),
  actor: Id.optional().meta({ description: 'Id of the person who did it' }),
  target: Id.optional().meta({ description: 'Id of what it was done to' }),
  address: Text.min(1).max(64).optional().meta({ description: 'Address of the client, exactly' }),
  from: Timestamp.optional(),
  to: Timestamp.optional().meta({ description: 'Before this time' }),
};
export const ListAuditQuery = z.strictObject({
  ...PageQuery,
  ...AuditFilter,
  format: z
    .enum(['csv', 'ndjson'])
    .optional()
    .meta({ description: 'All that the filter lets through as a download; Accept says the same' }),
});
export type ListAuditQuery = z.infer<typeof ListAuditQuery>;
export type AuditFilter = Omit<ListAuditQuery, 'limit' | 'cursor' | 'format'>;
export const AuditPage = pageOf(AuditEventDto);
