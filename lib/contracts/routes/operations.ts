import { z } from 'zod';
import type { RouteName } from '../paths';
import type { RouteDefinition } from './definition';

const Health = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  checks: z.record(z.string(), z.enum(['ok', 'failed'])),
});

/** Health, metrics and the document itself: what runs the service. */
export const operationRoutes = {
  getHealth: {
    summary: 'Health of the app and its dependencies',
    tag: 'Operations',
    access: 'anyone',
    scope: null,
    rate: 'none',
    responses: { 200: Health, 503: Health },
  },
  getHealthLive: {
    summary: 'The process answers',
    tag: 'Operations',
    access: 'anyone',
    scope: null,
    rate: 'none',
    responses: { 200: Health },
  },
  getHealthReady: {
    summary: 'Ready to take requests',
    tag: 'Operations',
    access: 'anyone',
    scope: null,
    rate: 'none',
    responses: { 200: Health, 503: Health },
  },
  getMetrics: {
    summary: 'Numbers for Prometheus; with SLUICE_METRICS_TOKEN, or from this machine',
    tag: 'Operations',
    access: 'anyone',
    scope: null,
    rate: 'none',
    responses: { 200: null },
    texts: {
      'text/plain': {
        description: 'Prometheus text format; docs/operating.md names the metrics',
        example: '# TYPE sluice_uploads gauge\nsluice_uploads{state="pending"} 3\n',
      },
    },
    errors: ['unauthenticated'],
  },
  getOpenApi: {
    summary: 'This document',
    tag: 'Operations',
    access: 'anyone',
    scope: null,
    rate: 'none',
    responses: { 200: z.looseObject({ openapi: z.string() }) },
  },
} as const satisfies Partial<Record<RouteName, RouteDefinition>>;
