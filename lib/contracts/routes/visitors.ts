import * as files from '../files';
import type { RouteName } from '../paths';
import * as shares from '../shares';
import type { RouteDefinition } from './definition';

/** Links, as their visitors see them. */
export const visitorRoutes = {
  visitShare: {
    summary: 'What a link shows: open or locked',
    tag: 'Visitors',
    access: 'anyone',
    scope: null,
    rate: 'read',
    params: shares.slugParams,
    responses: { 200: shares.VisitedShare },
    errors: ['link_unavailable'],
  },
  listShareItems: {
    summary: 'The files of an open link',
    tag: 'Visitors',
    access: 'anyone',
    scope: null,
    rate: 'read',
    params: shares.slugParams,
    query: shares.ListShareItemsQuery,
    responses: { 200: shares.VisitorItemPage },
    errors: ['link_unavailable', 'link_locked'],
  },
  unlockShare: {
    summary: 'Open a link with its password; sets a cookie for up to 12 hours',
    tag: 'Visitors',
    access: 'anyone',
    scope: null,
    rate: 'auth',
    params: shares.slugParams,
    body: shares.UnlockShare,
    responses: { 204: null },
    plainForm: true,
    errors: ['link_unavailable', 'invalid_credentials'],
  },
  downloadShare: {
    summary: 'Count a download and sign it; a plain form gets 303 to the file',
    tag: 'Visitors',
    access: 'anyone',
    scope: null,
    rate: 'sign',
    params: shares.slugParams,
    body: shares.DownloadShare,
    responses: { 200: shares.DownloadedShare },
    plainForm: true,
    errors: ['link_unavailable', 'link_locked', 'forbidden', 'not_found'],
  },
  previewShare: {
    summary: 'Sign a file of an unlimited link for looking at it',
    tag: 'Visitors',
    access: 'anyone',
    scope: null,
    rate: 'sign',
    params: shares.slugParams,
    body: shares.PreviewShare,
    responses: { 200: files.PresignResult },
    errors: ['link_unavailable', 'link_locked', 'forbidden', 'not_found'],
  },
  openPublicLink: {
    summary: 'Redirects to a published file; the name in the path is for people',
    tag: 'Visitors',
    access: 'anyone',
    scope: null,
    rate: 'read',
    params: shares.publicLinkParams,
    responses: { 302: null },
    errors: ['link_unavailable'],
  },
} as const satisfies Partial<Record<RouteName, RouteDefinition>>;
