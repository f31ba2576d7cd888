import type { z } from 'zod';
import { paths, type RouteName } from './paths';
import { accountRoutes } from './routes/account';
import { administrationRoutes } from './routes/administration';
import type { RouteDefinition } from './routes/definition';
import { fileRoutes } from './routes/files';
import { folderRoutes } from './routes/folders';
import { operationRoutes } from './routes/operations';
import { peopleRoutes } from './routes/people';
import { shareRoutes } from './routes/shares';
import { tokenRoutes } from './routes/tokens';
import { uploadRoutes } from './routes/uploads';
import { visitorRoutes } from './routes/visitors';

/** Every route of the HTTP API. Handlers, client types, OpenAPI and the access tests are made from this table. */
export const routes = {
  ...operationRoutes,
  ...accountRoutes,
  ...tokenRoutes,
  ...uploadRoutes,
  ...fileRoutes,
  ...folderRoutes,
  ...shareRoutes,
  ...visitorRoutes,
  ...peopleRoutes,
  ...administrationRoutes,
} as const satisfies Record<RouteName, RouteDefinition>;
export type Routes = typeof routes;

/** Method and path of a route, apart. */
export function splitPath(name: RouteName): { method: string; path: string } {
  const [method = 'GET', path = '/'] = paths[name].split(' ');
  return { method, path };
}

type Output<Schema> = Schema extends z.ZodType ? z.infer<Schema> : undefined;
type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;
type Field<Name extends RouteName, Key extends string> = Routes[Name] extends { [K in Key]: infer Schema }
  ? Schema
  : undefined;
type Responses<Name extends RouteName> = Routes[Name]['responses'];

/** Types of one call as the handler sees it (parsed). */
export type ParamsOf<Name extends RouteName> = Output<Field<Name, 'params'>>;
export type QueryOf<Name extends RouteName> = Output<Field<Name, 'query'>>;
export type BodyOf<Name extends RouteName> = Output<Field<Name, 'body'>>;
/** … and as a client writes it (before defaults). */
export type QueryInput<Name extends RouteName> = Input<Field<Name, 'query'>>;
export type BodyInput<Name extends RouteName> = Input<Field<Name, 'body'>>;
/** Any success body of the route; undefined where there is none. */
export type ResultOf<Name extends RouteName> = {
  [Status in keyof Responses<Name>]: Output<Responses<Name>[Status]>;
}[keyof Responses<Name>];
