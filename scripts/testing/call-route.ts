import path from 'node:path';
import type { RouteName } from '@/lib/contracts/paths';
import { routes, splitPath } from '@/lib/contracts/routes';
import type { RouteDefinition } from '@/lib/contracts/routes/definition';
import { sampleOf } from './sample';

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response> | Response;

/** What is sent: params and body are the samples of the route's schemas where nothing is given. */
export type RouteCall = {
  headers?: Record<string, string>;
  params?: Record<string, string>;
  query?: URLSearchParams;
  body?: unknown;
};

/** Calls the handler that app/ has for the route name, as Next does with a request of that method and path. */
export async function callRoute(name: RouteName, call: RouteCall = {}): Promise<Response> {
  const { method, path: pattern } = splitPath(name);
  const definition: RouteDefinition = routes[name];
  const params = call.params ?? sampleParams(name);
  const body = 'body' in call ? call.body : definition.body && sampleOf(definition.body);
  const filled = pattern.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(params[key] ?? 'x'));
  const request = new Request(new URL(`${filled}?${call.query ?? ''}`, 'http://localhost:3000'), {
    method,
    headers: { 'content-type': 'application/json', ...call.headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const handler = await handlerOf(method, pattern);
  return handler(request, { params: Promise.resolve(params) });
}

/** Path parameters as the route's schema shows them; numbers as text, as in a path. */
export function sampleParams(name: RouteName): Record<string, string> {
  const { params } = routes[name] as RouteDefinition;
  const sample = (params ? sampleOf(params) : {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(sample).map(([key, value]) => [key, String(value)]));
}

async function handlerOf(method: string, pattern: string): Promise<Handler> {
  const file = path.resolve(`app${pattern.replace(/\{(\w+)\}/g, '[$1]')}/route.ts`);
  const module = (await import(file)) as Record<string, Handler | undefined>;
  const handler = module[method];
  if (!handler) throw new Error(`${file} has no ${method}.`);
  return handler;
}
