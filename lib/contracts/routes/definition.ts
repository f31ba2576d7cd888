import { z } from 'zod';
import { Id } from '../common';
import type { ErrorCode } from '../errors';
import type { Scope } from '../scopes';

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
  /** Bodies of the usual success that are not JSON, by content type: what they hold, and an example. */
  texts?: Record<string, { description: string; example: string }>;
  /** Takes a plain HTML form of the same fields too, and answers it 303 (lib/http/plain-form). */
  plainForm?: boolean;
  errors?: readonly ErrorCode[];
  /** A creating POST takes Idempotency-Key. */
  idempotent?: boolean;
};

export const idParams = z.strictObject({ id: Id });
