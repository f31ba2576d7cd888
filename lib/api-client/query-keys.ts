/** Every react-query key, so that a write knows what to refresh. The first word is the whole family. */
export const queryKeys = {
  me: ['me'],
  sessions: ['sessions'],
  tokens: ['tokens'],
  files: ['files'],
  uploads: ['uploads'],
  folders: ['folders'],
  tags: ['tags'],
  users: ['users'],
  invites: ['invites'],
  adminFiles: ['admin-files'],
  policy: ['policy'],
  audit: ['audit'],
  overview: ['overview'],
  storage: ['storage'],
  jobs: ['jobs'],
} as const;
