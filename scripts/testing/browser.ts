type Handler = (request: Request) => Promise<Response>;

/**
 * A browser as far as cookies go, calling route handlers in this process: keeps Set-Cookie, sends Cookie, and the
 * fetch metadata of a page of ours.
 */
export class TestBrowser {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly handler: Handler,
    private readonly origin = 'http://localhost:3000',
  ) {}

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(new Request(new URL(path, this.origin), { headers }));
  }

  async post(
    path: string,
    body: Record<string, unknown>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.send(
      new Request(new URL(path, this.origin), {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
      }),
    );
  }

  /** The headers a page of ours would send, cookies included. */
  headers(): Headers {
    return new Headers({ cookie: this.cookieHeader() });
  }

  async csrfToken(): Promise<string> {
    const { csrfToken } = (await (await this.get('/api/auth/csrf')).json()) as { csrfToken: string };
    return csrfToken;
  }

  async signIn(email: string, password: string, more: Record<string, unknown> = {}): Promise<Response> {
    const csrfToken = await this.csrfToken();
    return this.post('/api/auth/callback/credentials', { email, password, csrfToken, json: true, ...more });
  }

  private cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private async send(request: Request): Promise<Response> {
    if (this.cookies.size > 0) request.headers.set('cookie', this.cookieHeader());
    const response = await this.handler(request);
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const gone = attributes.some((attribute) =>
        /^ *max-age=0$|^ *expires=Thu, 01 Jan 1970/i.test(attribute),
      );
      if (gone || at === pair.length - 1) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
}
