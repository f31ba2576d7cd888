import * as files from '../files';
import type { RouteName } from '../paths';
import * as visits from '../visits';
import type { RouteDefinition } from './definition';

/** Links, as their visitors see them. */
export const visitorRoutes = {
  visitShare: {
    summary: 'What a link shows: open or locked',
    tag: 'Visitors',
    access: 'anyone',
    scope: null,
    rate: 'read',
    params: visits.slugParams,
    responses: { 200: visits.VisitedShare },
    errors: ['link_unavailable'],
  },
  listShareItems: {
    summary: 'The files of an open link',
    tag: 'Visitors',
    access: 'anyone',
    scope: null,
    rate: 'read',
    params: visits.slugParams,
    query: visits.ListShareItemsQuery,
    responses: { 200: visits.VisitorItemPage },
    errors: ['link_unavailable', 'link_locked'],
  },
  unlockShare: {
    summary: 'Open a link with its password; sets a cookie for up to 12 hours',
    tag: 'Visitors',
    access: 'anyone',
    scope: null,
    rate: 'auth',
    params: visits.slugParams,
    body: visits.UnlockShare,
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
    params: visits.slugParams,
    body: visits.DownloadShare,
    responses: { 200: visits.DownloadedShare },
    plainForm: true,
    errors: ['link_unavailable', 'link_locked', 'forbidden', 'not_found'],
  },
  previewShare: {
    summary: 'Sign a file of an unlimited link for looking at it',
    tag: 'Visitors',
    access: 'anyone',
    scope: null,
    rate: 'sign',
    params: visits.slugParams,
    body: visits.PreviewShare,
    responses: { 200: files.PresignResult },
    errors: ['link_unavailable', 'link_locked', 'forbidden', 'not_found'],
  },
  openPublicLink: {
    summary: 'Redirects to a published file; the name in the path is for people',
    tag: 'Visitors',
    access: 'anyone',
    scope: null,
    rate: 'read',
    params: visits.publicLinkParams,
    responses: { 302: null },
    errors: ['link_unavailable'],
  },
} as const satisfies Partial<Record<RouteName, RouteDefinition>>;
