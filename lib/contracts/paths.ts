/**
 * Name → method and path of every route. Free of zod, so that the client bundle may carry it.
 * `routes.ts` adds schemas and rules to each name; nothing else spells a path.
 */
export const paths = {
  getHealth: 'GET /api/health',
  getHealthLive: 'GET /api/health/live',
  getHealthReady: 'GET /api/health/ready',
  getOpenApi: 'GET /api/openapi.json',

  setUp: 'POST /api/setup',
  register: 'POST /api/register',
  acceptInvite: 'POST /api/invites/{token}/accept',
  getMe: 'GET /api/me',
  updateMe: 'PATCH /api/me',
  deleteMe: 'DELETE /api/me',
  changePassword: 'POST /api/me/password',
  requestPasswordReset: 'POST /api/password-resets',
  resetPassword: 'POST /api/password-resets/{token}',
  createAvatar: 'POST /api/me/avatar',
  completeAvatar: 'POST /api/me/avatar/complete',
  deleteAvatar: 'DELETE /api/me/avatar',
  listSessions: 'GET /api/me/sessions',
  revokeSession: 'DELETE /api/me/sessions/{id}',
  revokeOtherSessions: 'DELETE /api/me/sessions',

  createUploads: 'POST /api/uploads',
  listUploads: 'GET /api/uploads',
  getUpload: 'GET /api/uploads/{id}',
  presignUpload: 'POST /api/uploads/{id}/presign',
  completeUpload: 'POST /api/uploads/{id}/complete',
  completeUploads: 'POST /api/uploads/complete',
  cancelUpload: 'DELETE /api/uploads/{id}',

  listFiles: 'GET /api/files',
  getFile: 'GET /api/files/{id}',
  updateFile: 'PATCH /api/files/{id}',
  trashFile: 'DELETE /api/files/{id}',
  presignFile: 'POST /api/files/{id}/presign',
  presignFiles: 'POST /api/files/presign',
  downloadFile: 'GET /api/files/{id}/download',
  batchFiles: 'POST /api/files/batch',
  deleteTrashedFile: 'DELETE /api/trash/{id}',
  emptyTrash: 'POST /api/trash/empty',

  listFolders: 'GET /api/folders',
  createFolder: 'POST /api/folders',
  getFolder: 'GET /api/folders/{id}',
  updateFolder: 'PATCH /api/folders/{id}',
  deleteFolder: 'DELETE /api/folders/{id}',
  listTags: 'GET /api/tags',
  updateTag: 'PATCH /api/tags/{id}',
  deleteTag: 'DELETE /api/tags/{id}',

  listUsers: 'GET /api/admin/users',
  getUser: 'GET /api/admin/users/{id}',
  updateUser: 'PATCH /api/admin/users/{id}',
  revokeUserSessions: 'POST /api/admin/users/{id}/sessions/revoke',
  createUserPasswordReset: 'POST /api/admin/users/{id}/password-reset',
  listInvites: 'GET /api/admin/invites',
  createInvite: 'POST /api/admin/invites',
  deleteInvite: 'DELETE /api/admin/invites',
  listAdminFiles: 'GET /api/admin/files',
  batchAdminFiles: 'POST /api/admin/files/batch',
} as const satisfies Record<string, `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /api/${string}`>;

export type RouteName = keyof typeof paths;
