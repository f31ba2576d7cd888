import { ApiError, networkError } from './api-error';

/**
 * The browser's side of next-auth. Its own `signIn` reads only `{url}` of an answer, which would hide our problems
 * (429 with its waiting time), so these calls are made here, by its REST contract:
 * https://next-auth.js.org/getting-started/rest-api
 */
async function post(path: string, fields: Record<string, string>): Promise<string> {
  const { csrfToken } = await request('/api/auth/csrf');
  const { url } = await request(
    path,
    new URLSearchParams({ ...fields, csrfToken: String(csrfToken), json: 'true' }),
  );
  return typeof url === 'string' ? url : '/';
}

async function request(path: string, body?: URLSearchParams): Promise<Record<string, unknown>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: body ? 'POST' : 'GET',
      body: body ?? null,
      headers: { accept: 'application/json' },
      credentials: 'same-origin',
    });
  } catch (cause) {
    throw networkError(cause);
  }
  const answer: Record<string, unknown> = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const retryAfter = Number(response.headers.get('retry-after'));
  throw new ApiError(
    typeof answer.code === 'string'
      ? (answer as ConstructorParameters<typeof ApiError>[0])
      : {
          status: response.status,
          code: 'unavailable',
          title: 'Sign-in is not available',
          detail: 'The server could not check your sign-in. Try again in a moment.',
        },
    retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {},
  );
}

/** Sets the session cookie for whoever knows the password. Throws ApiError: invalid_credentials, rate_limited, network. */
export async function signInWithPassword(credentials: { email: string; password: string }): Promise<void> {
  const url = await post('/api/auth/callback/credentials', { ...credentials, callbackUrl: location.href });
  if (!new URL(url, location.href).searchParams.has('error')) return;
  throw new ApiError({
    status: 401,
    code: 'invalid_credentials',
    title: 'The e-mail or password is wrong',
    detail: 'The e-mail address or the password is wrong. Check both and try again.',
  });
}

/** Leaves for the identity provider, to come back at callbackUrl (a path of ours). */
export async function signInWithProvider(callbackUrl: string): Promise<void> {
  location.assign(await post('/api/auth/signin/oidc', { callbackUrl }));
}

/** Ends this session and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  await post('/api/auth/signout', { callbackUrl: '/sign-in' });
  location.assign('/sign-in');
}
