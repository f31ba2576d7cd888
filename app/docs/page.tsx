import type { Metadata } from 'next';
import { paths, type RouteName } from '@/lib/contracts/paths';
import { routes, splitPath } from '@/lib/contracts/routes';
import type { RouteDefinition } from '@/lib/contracts/routes/definition';
import { openApiDocument } from '@/lib/http/openapi';
import { errorsOf } from '@/lib/http/openapi-operation';
import { Shape } from './shape';

export const metadata: Metadata = { title: 'API' };

/** The reference, made of the OpenAPI document: plain HTML, no script and no request to anybody else. */
export default function DocsPage() {
  const names = Object.keys(paths) as RouteName[];
  const tags = openApiDocument().tags ?? [];
  return (
    <main className="mx-auto flex max-w-4xl flex-col gap-8 px-4 py-10">
      <header className="flex flex-col gap-2">
        <h1 className="font-medium text-2xl">API</h1>
        <p className="text-pretty text-muted">
          Make a token under Settings and send it as <code>Authorization: Bearer slc_…</code>. Signed URLs
          take no token: send exactly the headers that came with them.{' '}
          <a href="/api/openapi.json" className="text-accent underline">
            OpenAPI 3.1 document
          </a>{' '}
          ·{' '}
          <a href="/docs/errors" className="text-accent underline">
            Errors
          </a>
        </p>
        <nav aria-label="Sections" className="flex flex-wrap gap-x-4 gap-y-1">
          {tags.map(({ name }) => (
            <a key={name} href={`#${name}`} className="text-accent underline">
              {name}
            </a>
          ))}
        </nav>
      </header>
      {tags.map(({ name: tag }) => (
        <section key={tag} id={tag} className="flex scroll-mt-4 flex-col gap-2">
          <h2 className="font-medium text-lg">{tag}</h2>
          {names
            .filter((name) => routes[name].tag === tag)
            .map((name) => (
              <Operation key={name} name={name} />
            ))}
        </section>
      ))}
    </main>
  );
}

function Operation({ name }: { name: RouteName }) {
  const { method, path } = splitPath(name);
  const definition: RouteDefinition = routes[name];
  return (
    <details id={name} className="scroll-mt-4 rounded-lg border border-line px-3 py-2">
      <summary className="cursor-pointer">
        <code className="font-medium">{method}</code> <code className="break-all">{path}</code>{' '}
        <span className="text-muted">{definition.summary}</span>
      </summary>
      <div className="flex flex-col gap-3 pt-3">
        <p className="text-muted">{whoMayCall(definition)}</p>
        <Shape of={name} />
        <p className="flex flex-wrap gap-x-3">
          <span className="text-muted">Errors</span>
          {errorsOf(name).map((code) => (
            <a key={code} href={`/docs/errors#${code}`} className="font-mono text-accent hover:underline">
              {code}
            </a>
          ))}
        </p>
      </div>
    </details>
  );
}

function whoMayCall({ access, scope }: RouteDefinition): string {
  if (access === 'anyone') return 'Anyone may call it.';
  const who = access === 'admin' ? 'Admins' : 'People who are signed in';
  return scope ? `${who}, and tokens with the scope ${scope}.` : `${who}, with a browser; no token may.`;
}
