import { authenticate } from '@/lib/auth/authenticate';
import { AppError, unauthenticated } from '@/lib/contracts/errors';
import { originOf } from '@/lib/http/origin';
import { problemResponse } from '@/lib/http/route';

/** A path that no route has: 401 without a session (RULES 15), else 404, in the same form as every error. */
async function answerUnknown(request: Request): Promise<Response> {
  const origin = originOf(request.headers);
  const actor = await authenticate(request.headers, origin);
  const error = actor
    ? new AppError('not_found', { detail: 'There is no such call in this API. See /docs.' })
    : unauthenticated();
  return problemResponse(error, origin.requestId);
}

export {
  answerUnknown as DELETE,
  answerUnknown as GET,
  answerUnknown as PATCH,
  answerUnknown as POST,
  answerUnknown as PUT,
};
