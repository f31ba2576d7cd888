import { ApiError, networkError } from './api-error';

/**
 * The browser's side of next-auth. Its own `signIn` reads only `{url}` and throws on anything else, which would
 * hide our problem answers (429 with its waiting time), so these three calls are made here, by its REST contract:
 * https://next-auth.js.org/getting-started/rest-api
 */
async function post(path: string, fields: Record<string, string>): Promise<{ status: number; url: string }> {
  const { csrfToken } = (await request('/api/auth/csrf', { method: 'GET' })).body as { csrfToken: string };
  const { status, body } = await request(path, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
  });
  return { status, url: typeof body.url === 'string' ? body.url : '/' };
}

async function request(path: string, init: RequestInit) {
  let response: Response;
  try {
    response = await fetch(path, {
      ...init,
      headers: { accept: 'application/json' },
      credentials: 'same-origin',
    });
  } catch (cause) {
    throw networkError(cause);
  }
  const body: Record<string, unknown> = await response.json().catch(() => ({}));
  if (typeof body.code === 'string') {
    const retryAfter = Number(response.headers.get('retry-after'));
    throw new ApiError(
      body as ConstructorParameters<typeof ApiError>[0],
      retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {},
    );
  }
  if (response.status >= 500) {
    throw new ApiError({
      status: response.status,
      code: 'unavailable',
      title: 'Sign-in is not available',
      detail: 'The server could not check your sign-in. Try again in a moment.',
    });
  }
  return { status: response.status, body };
}

/**
 * Signs in with e-mail and password; the session cookie is set when it resolves to true, false means that the
 * two do not match. Throws ApiError (rate limit, no answer).
 */
export async function signInWithPassword(credentials: { email: string; password: string }): Promise<boolean> {
  const { status, url } = await post('/api/auth/callback/credentials', {
    ...credentials,
    callbackUrl: location.href,
  });
  return status < 400 && !new URL(url, location.href).searchParams.has('error');
}

/** Leaves for the configured identity provider, to come back at callbackUrl (a path of ours). */
export async function signInWithProvider(provider: string, callbackUrl: string): Promise<void> {
  const { url } = await post(`/api/auth/signin/${provider}`, { callbackUrl });
  location.assign(url);
}

/** Ends this session and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  await post('/api/auth/signout', { callbackUrl: '/sign-in' });
  location.assign('/sign-in');
}

/** A path of ours from an untrusted parameter; "/" for anything that would leave the site. */
export function toLocalPath(value: string | null | undefined): string {
  if (!value?.startsWith('/') || /^\/[/\\]/.test(value) || /[\s\\]/.test(value)) return '/';
  return value;
}
