import 'server-only';
import { z } from 'zod';
import { invalidRequest } from '@/lib/contracts/errors';
import { parse, queryObject } from '@/lib/http/parse';
import { readJson, readText } from '@/lib/http/read-json';
import { isPlainText } from './same-origin-url';

const maxBytes = 16_384;

const Plain = z.string().max(8_192).refine(isPlainText, 'This is not plain text.');
/** A page to return to: text that is no address at all is refused here; an address elsewhere leads home later. */
const CallbackUrl = Plain.refine(
  (text) =>
    URL.canParse(text, 'http://localhost') && /^https?:$/.test(new URL(text, 'http://localhost').protocol),
  'This is not an address.',
);
/** OIDC providers add names of their own to the callback: any name, each once. */
const Query = z.object({ callbackUrl: CallbackUrl.optional() }).catchall(Plain);
/** next-auth's browser code sends texts and booleans, as a form or as JSON. */
const Body = z
  .object({ callbackUrl: CallbackUrl.optional() })
  .catchall(z.union([z.string().max(2_000), z.boolean()]).transform(String));

const present = (values: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/** Query of a sign-in request, each value looked at before next-auth sees it. Throws invalid_request. */
export function readAuthQuery(request: Request): Record<string, string> {
  return present(parse(Query, queryObject(new URL(request.url).searchParams)));
}

/** Body of a sign-in POST: a form or JSON of at most 16 kB. Throws invalid_request, too_large. */
export async function readAuthBody(request: Request): Promise<Record<string, string>> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return present(parse(Body, (await readJson(request, maxBytes)) ?? {}));
  if (type === 'application/x-www-form-urlencoded') {
    const text = (await readText(request, maxBytes)) ?? '';
    return present(parse(Body, queryObject(new URLSearchParams(text))));
  }
  throw invalidRequest([{ path: 'Content-Type', message: 'Send a form or JSON.' }]);
}
