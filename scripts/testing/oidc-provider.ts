import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Claims = { sub: string; email?: string; email_verified?: boolean; name?: string };
type Grant = { claims: Claims; nonce: string; challenge: string; redirectUri: string };

const clientId = 'sluice';
const clientSecret = 'a client secret for tests';
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A small OpenID provider (Core 1.0, code flow with PKCE): strict about what we must send, obedient to the test. */
export class OidcProvider {
  readonly clientId = clientId;
  readonly clientSecret = clientSecret;
  /** Whoever a browser is taken for when it comes here: sent back signed in as them at once. */
  visitor: Claims | null = null;
  /** Replaces the nonce of the next ID token. */
  forgedNonce: string | null = null;
  private readonly grants = new Map<string, Grant>();
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly server = createServer((request, response) => void this.answer(request, response));
  issuer = '';

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.issuer = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** What the person does at the provider: signs in as claims and is sent back. Returns the address they are sent to. */
  approve(authorizationUrl: string, claims: Claims): string {
    const url = new URL(authorizationUrl);
    const asked = (name: string) => url.searchParams.get(name) ?? '';
    if (`${url.origin}${url.pathname}` !== `${this.issuer}/authorize`) throw new Error('not our address');
    if (asked('client_id') !== clientId || asked('response_type') !== 'code')
      throw new Error('not our client');
    if (asked('code_challenge_method') !== 'S256') throw new Error('no PKCE');
    const code = randomUUID();
    const grant = { claims, nonce: asked('nonce'), challenge: asked('code_challenge') };
    this.grants.set(code, { ...grant, redirectUri: asked('redirect_uri') });
    const back = new URL(asked('redirect_uri'));
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked('state'));
    return back.href;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (this.visitor && request.url?.startsWith('/authorize?')) {
      const location = this.approve(`${this.issuer}${request.url}`, this.visitor);
      response.writeHead(302, { location }).end();
      return;
    }
    switch (request.url) {
      case '/.well-known/openid-configuration':
        return send(200, {
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/jwks':
        return send(200, {
          keys: [{ ...this.keys.publicKey.export({ format: 'jwk' }), kid: '1', alg: 'RS256' }],
        });
      case '/token': {
        const idToken = this.redeem(request.headers.authorization, await bodyOf(request));
        return idToken
          ? send(200, { access_token: 'x', token_type: 'Bearer', id_token: idToken })
          : send(400, { error: 'invalid_grant' });
      }
      default:
        return send(404, {});
    }
  }

  /** An ID token for a code, once, to the client that proves its secret, verifier and redirect address. */
  private redeem(authorization: string | undefined, body: URLSearchParams): string | null {
    const secret = `Basic ${Buffer.from(`${clientId}:${encodeURIComponent(clientSecret).replaceAll('%20', '+')}`).toString('base64')}`;
    const code = body.get('code') ?? '';
    const grant = this.grants.get(code);
    this.grants.delete(code);
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    if (!grant || authorization !== secret || challenge !== grant.challenge) return null;
    if (body.get('redirect_uri') !== grant.redirectUri) return null;
    const now = Math.floor(Date.now() / 1000);
    const nonce = this.forgedNonce ?? grant.nonce;
    this.forgedNonce = null;
    const claims = { iss: this.issuer, aud: clientId, iat: now, exp: now + 300, nonce, ...grant.claims };
    const text = `${base64url({ alg: 'RS256', kid: '1' })}.${base64url(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), this.keys.privateKey).toString('base64url')}`;
  }
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  return new URLSearchParams(Buffer.concat(pieces).toString('utf8'));
}
