import { z } from 'zod';
import { AuditPage, ListAuditQuery } from './audit';
import { Id } from './common';
import {
  AdminUploadPage,
  JobsState,
  ListAdminUploadsQuery,
  OpenAdminFile,
  OpenedAdminFile,
  Overview,
} from './overview';
import { PolicyState, PutPolicy } from './policy-api';

const idParams = z.strictObject({ id: Id });

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
  getOverview: {
    summary: 'What matters, in one answer',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'read',
    responses: { 200: Overview },
  },
  openAdminFile: {
    summary: "Open somebody's file, for a reason that is audited",
    tag: 'Admin',
    access: 'admin',
    scope: null,
    rate: 'sign',
    params: idParams,
    body: OpenAdminFile,
    responses: { 200: OpenedAdminFile },
    errors: ['not_found'],
  },
  listAdminUploads: {
    summary: 'Uploads of everyone, refused ones with their reason',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'read',
    query: ListAdminUploadsQuery,
    responses: { 200: AdminUploadPage },
  },
  listJobs: {
    summary: 'Queues, schedules, and the jobs that wait, run or failed',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'read',
    responses: { 200: JobsState },
  },
  retryJob: {
    summary: 'Run a failed job again now',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'write',
    params: z.strictObject({ id: z.string().regex(/^\d{1,18}$/) }),
    responses: { 202: null },
    errors: ['not_found', 'conflict'],
  },
} as const;
