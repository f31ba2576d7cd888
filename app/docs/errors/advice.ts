import type { ErrorCode } from '@/lib/contracts/errors';

/** What a program does about each error; the table of /docs/errors. */
export const advice: Record<ErrorCode, string> = {
  invalid_request: 'Correct the fields named in errors; all of them are named at once.',
  unauthenticated: 'Send a valid token, or sign in. A revoked or expired token ends here too.',
  invalid_credentials: 'Ask the person for the password again.',
  forbidden: 'The role or the policy does not allow this. An admin can change both.',
  cross_origin: 'Call from the app’s own pages, or with a token instead of a cookie.',
  insufficient_scope: 'Make a token with the scope that detail names. Some calls are for browsers only.',
  link_locked: 'Unlock the link with its password first.',
  not_found: 'It was removed, never existed, or belongs to somebody else: one answer for all three.',
  link_unavailable: 'The link is unknown, expired, revoked or used up. Ask whoever sent it for a new one.',
  method_not_allowed: 'Use one of the methods that the reference names for this path.',
  conflict: 'Read the present state and decide again; detail says what stands in the way.',
  upload_incomplete: 'Send the bytes or parts that are missing, then complete again.',
  idempotency_conflict: 'Use a new Idempotency-Key for a new request.',
  plan_changed: 'Make a new plan and look at it before you run it.',
  precondition_failed: 'Load it again and repeat your change on the new version.',
  too_large: 'Send less: a smaller body, a smaller file, or fewer items in a batch.',
  type_refused: 'The policy does not accept this kind of file, whatever its name says.',
  wrong_host: 'Use the address that detail names; the admin sets it as SLUICE_URL.',
  verification_failed: 'What the bucket holds is not what was announced. Upload the file again.',
  rate_limited: 'Wait for Retry-After seconds. RateLimit tells what is left before it comes to this.',
  internal: 'Try again; if it stays, give the requestId to whoever runs Sluice.',
  unavailable: 'A dependency does not answer. Wait for Retry-After seconds.',
  quota_exceeded: 'Delete files for good, or ask an admin for more room.',
};
