import type { RouteName } from '../paths';
import * as shares from '../shares';
import { idParams, type RouteDefinition } from './definition';

/** Links, as their owner sees them. */
export const shareRoutes = {
  listShares: {
    summary: 'My links, the newest first',
    tag: 'Shares',
    access: 'user',
    scope: 'shares:read',
    rate: 'read',
    query: shares.ListSharesQuery,
    responses: { 200: shares.SharePage },
  },
  createShare: {
    summary: 'Share files or a folder, or publish one file',
    tag: 'Shares',
    access: 'user',
    scope: 'shares:write',
    rate: 'write',
    body: shares.CreateShare,
    responses: { 201: shares.ShareDto },
    errors: ['forbidden', 'not_found', 'conflict', 'verification_failed'],
    idempotent: true,
  },
  getShareOptions: {
    summary: 'What the policy lets me choose for a link',
    tag: 'Shares',
    access: 'user',
    scope: 'shares:read',
    rate: 'read',
    responses: { 200: shares.ShareOptions },
  },
  getShare: {
    summary: 'One of my links',
    tag: 'Shares',
    access: 'user',
    scope: 'shares:read',
    rate: 'read',
    params: idParams,
    responses: { 200: shares.ShareDto },
    errors: ['not_found'],
  },
  updateShare: {
    summary: 'Change a link, or take its revocation back',
    tag: 'Shares',
    access: 'user',
    scope: 'shares:write',
    rate: 'write',
    params: idParams,
    body: shares.UpdateShare,
    responses: { 200: shares.ShareDto },
    errors: ['not_found', 'conflict', 'forbidden'],
  },
  revokeShare: {
    summary: 'Revoke a link',
    tag: 'Shares',
    access: 'user',
    scope: 'shares:write',
    rate: 'write',
    params: idParams,
    responses: { 204: null },
    errors: ['not_found'],
  },
  listShareEvents: {
    summary: 'Who opened and downloaded, the newest first (text/csv by Accept)',
    tag: 'Shares',
    access: 'user',
    scope: 'shares:read',
    rate: 'read',
    params: idParams,
    query: shares.ListShareEventsQuery,
    responses: { 200: shares.ShareEventPage },
    texts: {
      'text/csv': {
        description: 'All of them, a line each, for Accept: text/csv',
        example:
          'time,action,file,files,address,user agent\n2026-01-31T12:00:00.000Z,download,photo.jpg,,192.0.2.7,curl/8\n',
      },
    },
    errors: ['not_found'],
  },
} as const satisfies Partial<Record<RouteName, RouteDefinition>>;
