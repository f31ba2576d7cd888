import { z } from 'zod';
import * as account from './account';
import * as admin from './admin';
import { Id } from './common';
import type { ErrorCode } from './errors';
import * as files from './files';
import * as folders from './folders';
import { paths, type RouteName } from './paths';
import type { Scope } from './scopes';
import * as tokens from './tokens';
import * as uploads from './uploads';

/** Who may call: anyone, a signed-in person or a token in scope, or an admin. The domain still decides what. */
export type Access = 'anyone' | 'user' | 'admin';

/** What a call costs against: `sign` counts URLs, `auth` guards passwords and codes, `read`/`write` count calls. */
export type RateClass = 'read' | 'write' | 'sign' | 'auth' | 'none';

export type RouteDefinition = {
  summary: string;
  tag: 'Uploads' | 'Files' | 'Folders' | 'Tags' | 'Shares' | 'Visitors' | 'Account' | 'Admin' | 'Operations';
  access: Access;
  /** Token scope; null: only a browser session may call (RULES: tokens never manage accounts). */
  scope: Scope | null;
  rate: RateClass;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status → schema; null means no body. The first entry is the usual success. */
  responses: Record<number, z.ZodType | null>;
  errors?: ErrorCode[];
  /** A creating POST takes Idempotency-Key. */
  idempotent?: boolean;
};

const idParams = z.strictObject({ id: Id });
const versionParams = z.strictObject({ id: Id, number: z.coerce.number().int().min(1).max(1_000_000) });
const tokenParams = z.strictObject({ token: z.string().min(16).max(200) });
const Health = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  checks: z.record(z.string(), z.enum(['ok', 'failed'])),
});

/** Every route of the HTTP API. Handlers, client types, OpenAPI and the access tests are made from this table. */
export const routes = {
  getHealth: {
    summary: 'Health of the app and its dependencies',
    tag: 'Operations',
    access: 'anyone',
    scope: null,
    rate: 'none',
    responses: { 200: Health, 503: Health },
  },
  getHealthLive: {
    summary: 'The process answers',
    tag: 'Operations',
    access: 'anyone',
    scope: null,
    rate: 'none',
    responses: { 200: Health },
  },
  getHealthReady: {
    summary: 'Ready to take requests',
    tag: 'Operations',
    access: 'anyone',
    scope: null,
    rate: 'none',
    responses: { 200: Health, 503: Health },
  },
  getOpenApi: {
    summary: 'This document',
    tag: 'Operations',
    access: 'anyone',
    scope: null,
    rate: 'none',
    responses: { 200: z.looseObject({ openapi: z.string() }) },
  },

  setUp: {
    summary: 'Create the first admin with the one-time code',
    tag: 'Account',
    access: 'anyone',
    scope: null,
    rate: 'auth',
    body: account.SetUp,
    responses: { 201: account.Me },
    errors: ['forbidden', 'conflict'],
  },
  register: {
    summary: 'Sign up, where registration is open',
    tag: 'Account',
    access: 'anyone',
    scope: null,
    rate: 'auth',
    body: account.Register,
    responses: { 201: account.Me },
    errors: ['forbidden', 'conflict'],
  },
  acceptInvite: {
    summary: 'Sign up by invitation',
    tag: 'Account',
    access: 'anyone',
    scope: null,
    rate: 'auth',
    params: tokenParams,
    body: account.AcceptInvite,
    responses: { 201: account.Me },
    errors: ['link_unavailable', 'conflict'],
  },
  getMe: {
    summary: 'Who I am, my usage and limits',
    tag: 'Account',
    access: 'user',
    scope: 'files:read',
    rate: 'read',
    responses: { 200: account.Me },
  },
  updateMe: {
    summary: 'Change my name',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'write',
    body: account.UpdateMe,
    responses: { 200: account.Me },
  },
  deleteMe: {
    summary: 'Delete my account and files',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'auth',
    body: account.DeleteMe,
    responses: { 204: null },
    errors: ['invalid_credentials', 'conflict'],
  },
  changePassword: {
    summary: 'Change my password; ends all other sessions',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'auth',
    body: account.ChangePassword,
    responses: { 204: null },
    errors: ['invalid_credentials'],
  },
  requestPasswordReset: {
    summary: 'Ask an admin for a reset link',
    tag: 'Account',
    access: 'anyone',
    scope: null,
    rate: 'auth',
    body: account.RequestPasswordReset,
    responses: { 202: null },
  },
  resetPassword: {
    summary: 'Set a new password with a reset link',
    tag: 'Account',
    access: 'anyone',
    scope: null,
    rate: 'auth',
    params: tokenParams,
    body: account.ResetPassword,
    responses: { 204: null },
    errors: ['link_unavailable'],
  },
  createAvatar: {
    summary: 'Presign a profile photo',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'sign',
    body: account.CreateAvatar,
    responses: { 201: account.CreatedAvatar },
  },
  completeAvatar: {
    summary: 'Verify and use the uploaded profile photo',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'write',
    body: account.CompleteAvatar,
    responses: { 200: account.AvatarResult },
    errors: ['verification_failed', 'upload_incomplete', 'not_found'],
  },
  deleteAvatar: {
    summary: 'Remove my profile photo',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'write',
    responses: { 204: null },
  },
  listSessions: {
    summary: 'Where I am signed in',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'read',
    responses: { 200: account.SessionList },
  },
  revokeSession: {
    summary: 'End one session',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'write',
    params: idParams,
    responses: { 204: null },
    errors: ['not_found'],
  },
  revokeOtherSessions: {
    summary: 'End all my other sessions',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'write',
    responses: { 204: null },
  },

  listTokens: {
    summary: 'My API tokens',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'read',
    responses: { 200: tokens.TokenList },
  },
  createToken: {
    summary: 'Make an API token; its secret is shown once',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'auth',
    body: tokens.CreateToken,
    responses: { 201: tokens.CreatedToken },
    errors: ['forbidden', 'conflict'],
  },
  revokeToken: {
    summary: 'Revoke an API token',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'write',
    params: idParams,
    responses: { 204: null },
    errors: ['not_found'],
  },

  createUploads: {
    summary: 'Reserve and presign a batch of uploads',
    tag: 'Uploads',
    access: 'user',
    scope: 'files:write',
    rate: 'sign',
    body: uploads.CreateUploads,
    responses: { 201: uploads.CreateUploadsResult },
    errors: ['quota_exceeded', 'type_refused', 'too_large', 'not_found', 'unavailable'],
    idempotent: true,
  },
  listUploads: {
    summary: 'Unfinished uploads and those refused in the last 7 days',
    tag: 'Uploads',
    access: 'user',
    scope: 'files:read',
    rate: 'read',
    query: uploads.ListUploadsQuery,
    responses: { 200: uploads.UploadPage },
  },
  getUpload: {
    summary: 'One upload with the parts the bucket has',
    tag: 'Uploads',
    access: 'user',
    scope: 'files:read',
    rate: 'read',
    params: idParams,
    responses: { 200: uploads.UploadDto },
    errors: ['not_found'],
  },
  presignUpload: {
    summary: 'Sign again: the PUT, or a window of parts',
    tag: 'Uploads',
    access: 'user',
    scope: 'files:write',
    rate: 'sign',
    params: idParams,
    body: uploads.PresignUpload,
    responses: { 200: uploads.PresignUploadResult },
    errors: ['not_found', 'conflict'],
  },
  completeUpload: {
    summary: 'Verify the stored bytes and make the file visible',
    tag: 'Uploads',
    access: 'user',
    scope: 'files:write',
    rate: 'write',
    params: idParams,
    body: uploads.CompleteUpload,
    responses: { 200: uploads.CompletedUpload, 202: uploads.VerifyingUpload },
    errors: [
      'not_found',
      'upload_incomplete',
      'verification_failed',
      'type_refused',
      'conflict',
      'unavailable',
    ],
  },
  completeUploads: {
    summary: 'Complete many uploads',
    tag: 'Uploads',
    access: 'user',
    scope: 'files:write',
    rate: 'write',
    body: uploads.CompleteUploads,
    responses: { 200: uploads.CompleteUploadsResult },
  },
  cancelUpload: {
    summary: 'Cancel an upload',
    tag: 'Uploads',
    access: 'user',
    scope: 'files:write',
    rate: 'write',
    params: idParams,
    responses: { 204: null },
    errors: ['not_found', 'conflict'],
  },

  listFiles: {
    summary: 'My files, by folder, kind, words, tag …',
    tag: 'Files',
    access: 'user',
    scope: 'files:read',
    rate: 'read',
    query: files.ListFilesQuery,
    responses: { 200: files.FilePage },
  },
  getFile: {
    summary: 'One file',
    tag: 'Files',
    access: 'user',
    scope: 'files:read',
    rate: 'read',
    params: idParams,
    responses: { 200: files.FileDto },
    errors: ['not_found'],
  },
  updateFile: {
    summary: 'Rename, move, mark, tag',
    tag: 'Files',
    access: 'user',
    scope: 'files:write',
    rate: 'write',
    params: idParams,
    body: files.UpdateFile,
    responses: { 200: files.FileDto },
    errors: ['not_found', 'precondition_failed'],
  },
  trashFile: {
    summary: 'Move to the trash',
    tag: 'Files',
    access: 'user',
    scope: 'files:write',
    rate: 'write',
    params: idParams,
    responses: { 204: null },
    errors: ['not_found'],
  },
  presignFile: {
    summary: 'A signed download URL',
    tag: 'Files',
    access: 'user',
    scope: 'files:read',
    rate: 'sign',
    params: idParams,
    body: files.PresignFile,
    responses: { 200: files.PresignResult },
    errors: ['not_found'],
  },
  presignFiles: {
    summary: 'Signed download URLs for many files',
    tag: 'Files',
    access: 'user',
    scope: 'files:read',
    rate: 'sign',
    body: files.PresignFiles,
    responses: { 200: files.PresignFilesResult },
  },
  downloadFile: {
    summary: 'Redirects to a signed download URL',
    tag: 'Files',
    access: 'user',
    scope: 'files:read',
    rate: 'sign',
    params: idParams,
    responses: { 302: null },
    errors: ['not_found'],
  },
  batchFiles: {
    summary: 'Trash, restore, delete, move, mark or tag many files',
    tag: 'Files',
    access: 'user',
    scope: 'files:write',
    rate: 'write',
    body: files.BatchFiles,
    responses: { 200: files.BatchResult },
  },
  listFileVersions: {
    summary: 'Contents this file has had',
    tag: 'Files',
    access: 'user',
    scope: 'files:read',
    rate: 'read',
    params: idParams,
    responses: { 200: files.FileVersionList },
    errors: ['not_found'],
  },
  restoreFileVersion: {
    summary: 'Make an earlier content the current one',
    tag: 'Files',
    access: 'user',
    scope: 'files:write',
    rate: 'write',
    params: versionParams,
    responses: { 200: files.FileDto },
    errors: ['not_found'],
  },
  presignFileVersion: {
    summary: 'A signed download URL of an earlier content',
    tag: 'Files',
    access: 'user',
    scope: 'files:read',
    rate: 'sign',
    params: versionParams,
    body: files.PresignFile,
    responses: { 200: files.PresignResult },
    errors: ['not_found'],
  },
  listFileHistory: {
    summary: 'What happened to a file',
    tag: 'Files',
    access: 'user',
    scope: 'files:read',
    rate: 'read',
    params: idParams,
    query: files.FileHistoryQuery,
    responses: { 200: files.FileHistory },
    errors: ['not_found'],
  },
  verifyFile: {
    summary: 'Ask the bucket again whether the bytes are the verified ones',
    tag: 'Files',
    access: 'user',
    scope: 'files:read',
    rate: 'write',
    params: idParams,
    responses: { 200: files.FileCheck },
    errors: ['not_found'],
  },
  createZip: {
    summary: 'Names and sizes for an archive that the browser makes',
    tag: 'Files',
    access: 'user',
    scope: 'files:read',
    rate: 'read',
    body: files.ZipRequest,
    responses: { 200: files.ZipManifest },
    errors: ['not_found', 'too_large'],
  },
  deleteTrashedFile: {
    summary: 'Delete a trashed file for good',
    tag: 'Files',
    access: 'user',
    scope: 'files:delete',
    rate: 'write',
    params: idParams,
    responses: { 204: null },
    errors: ['not_found'],
  },
  emptyTrash: {
    summary: 'Delete everything in the trash for good',
    tag: 'Files',
    access: 'user',
    scope: 'files:delete',
    rate: 'write',
    responses: { 200: files.EmptyTrashResult },
  },

  listFolders: {
    summary: 'Folders in a folder',
    tag: 'Folders',
    access: 'user',
    scope: 'files:read',
    rate: 'read',
    query: folders.ListFoldersQuery,
    responses: { 200: folders.FolderList },
    errors: ['not_found'],
  },
  createFolder: {
    summary: 'Create a folder',
    tag: 'Folders',
    access: 'user',
    scope: 'files:write',
    rate: 'write',
    body: folders.CreateFolder,
    responses: { 201: folders.FolderDto },
    errors: ['conflict', 'not_found'],
    idempotent: true,
  },
  getFolder: {
    summary: 'One folder with its path',
    tag: 'Folders',
    access: 'user',
    scope: 'files:read',
    rate: 'read',
    params: idParams,
    responses: { 200: folders.FolderDto },
    errors: ['not_found'],
  },
  updateFolder: {
    summary: 'Rename or move a folder',
    tag: 'Folders',
    access: 'user',
    scope: 'files:write',
    rate: 'write',
    params: idParams,
    body: folders.UpdateFolder,
    responses: { 200: folders.FolderDto },
    errors: ['not_found', 'conflict', 'precondition_failed'],
  },
  deleteFolder: {
    summary: 'Trash a folder and all in it',
    tag: 'Folders',
    access: 'user',
    scope: 'files:write',
    rate: 'write',
    params: idParams,
    responses: { 204: null },
    errors: ['not_found'],
  },
  listTags: {
    summary: 'My tags',
    tag: 'Tags',
    access: 'user',
    scope: 'files:read',
    rate: 'read',
    responses: { 200: folders.TagList },
  },
  updateTag: {
    summary: 'Rename a tag',
    tag: 'Tags',
    access: 'user',
    scope: 'files:write',
    rate: 'write',
    params: idParams,
    body: folders.UpdateTag,
    responses: { 200: folders.TagDto },
    errors: ['not_found', 'conflict'],
  },
  deleteTag: {
    summary: 'Remove a tag from all files',
    tag: 'Tags',
    access: 'user',
    scope: 'files:write',
    rate: 'write',
    params: idParams,
    responses: { 204: null },
    errors: ['not_found'],
  },

  listUsers: {
    summary: 'People',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'read',
    query: admin.ListUsersQuery,
    responses: { 200: admin.UserPage },
  },
  getUser: {
    summary: 'One person',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'read',
    params: idParams,
    responses: { 200: admin.UserDto },
    errors: ['not_found'],
  },
  updateUser: {
    summary: 'Change role, status or quota',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'write',
    params: idParams,
    body: admin.UpdateUser,
    responses: { 200: admin.UserDto },
    errors: ['not_found', 'conflict'],
  },
  revokeUserSessions: {
    summary: 'End all sessions of a person',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'write',
    params: idParams,
    responses: { 204: null },
    errors: ['not_found'],
  },
  createUserPasswordReset: {
    summary: 'Make a password reset link',
    tag: 'Admin',
    access: 'admin',
    scope: null,
    rate: 'write',
    params: idParams,
    responses: { 201: z.strictObject({ url: z.string() }) },
    errors: ['not_found'],
  },
  listInvites: {
    summary: 'Invitations',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'read',
    responses: { 200: admin.InviteList },
  },
  createInvite: {
    summary: 'Invite somebody by link',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'write',
    body: admin.CreateInvite,
    responses: { 201: admin.CreatedInvite },
  },
  deleteInvite: {
    summary: 'Withdraw an invitation',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'write',
    body: admin.DeleteInvite,
    responses: { 204: null },
    errors: ['not_found'],
  },
  listAdminFiles: {
    summary: 'Files of everyone',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'read',
    query: admin.ListAdminFilesQuery,
    responses: { 200: admin.AdminFilePage },
  },
  batchAdminFiles: {
    summary: 'Trash, restore, delete or transfer files of everyone',
    tag: 'Admin',
    access: 'admin',
    scope: 'admin',
    rate: 'write',
    body: admin.BatchAdminFiles,
    responses: { 200: files.BatchResult },
  },
} as const satisfies Record<RouteName, RouteDefinition>;
export type Routes = typeof routes;

/** Method and path of a route, apart. */
export function splitPath(name: RouteName): { method: string; path: string } {
  const [method = 'GET', path = '/'] = paths[name].split(' ');
  return { method, path };
}

type Output<Schema> = Schema extends z.ZodType ? z.infer<Schema> : undefined;
type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;
type Field<Name extends RouteName, Key extends string> = Routes[Name] extends { [K in Key]: infer Schema }
  ? Schema
  : undefined;
type Responses<Name extends RouteName> = Routes[Name]['responses'];

/** Types of one call as the handler sees it (parsed). */
export type ParamsOf<Name extends RouteName> = Output<Field<Name, 'params'>>;
export type QueryOf<Name extends RouteName> = Output<Field<Name, 'query'>>;
export type BodyOf<Name extends RouteName> = Output<Field<Name, 'body'>>;
/** … and as a client writes it (before defaults). */
export type QueryInput<Name extends RouteName> = Input<Field<Name, 'query'>>;
export type BodyInput<Name extends RouteName> = Input<Field<Name, 'body'>>;
/** Any success body of the route; undefined where there is none. */
export type ResultOf<Name extends RouteName> = {
  [Status in keyof Responses<Name>]: Output<Responses<Name>[Status]>;
}[keyof Responses<Name>];
