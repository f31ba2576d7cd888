import type { RouteName } from '../paths';
import * as tokens from '../tokens';
import { idParams, type RouteDefinition } from './definition';

/** API tokens: made, listed and revoked in a browser. */
export const tokenRoutes = {
  listTokens: {
    summary: 'My API tokens',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'read',
    responses: { 200: tokens.TokenList },
  },
  createToken: {
    summary: 'Make an API token; its secret is shown once',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'auth',
    body: tokens.CreateToken,
    responses: { 201: tokens.CreatedToken },
    errors: ['forbidden', 'conflict'],
  },
  revokeToken: {
    summary: 'Revoke an API token',
    tag: 'Account',
    access: 'user',
    scope: null,
    rate: 'write',
    params: idParams,
    responses: { 204: null },
    errors: ['not_found'],
  },
} as const satisfies Partial<Record<RouteName, RouteDefinition>>;
