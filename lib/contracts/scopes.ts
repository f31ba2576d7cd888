/** What a token may be allowed to do; it never does more than its owner may at that moment. */
export const scopes = [
  'files:read',
  'files:write',
  'files:delete',
  'shares:read',
  'shares:write',
  'admin',
] as const;
export type Scope = (typeof scopes)[number];
