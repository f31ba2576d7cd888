import { AuditPage, ListAuditQuery } from './audit';
import { PolicyState, PutPolicy } from './policy-api';

/** What admins do beyond people and files. routes.ts takes these in and checks their shape. */
export const adminRoutes = {
  getPolicy: {
    summary: 'The rules in force, and the defaults',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'read',
    responses: { 200: PolicyState },
  },
  putPolicy: {
    summary: 'Put rules in force, everywhere within half a second',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'write',
    body: PutPolicy,
    responses: { 200: PolicyState },
    errors: ['precondition_failed'],
  },
  listAudit: {
    summary: 'Who did what; as CSV or NDJSON by Accept, then all of it',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'read',
    query: ListAuditQuery,
    responses: { 200: AuditPage },
  },
} as const;
