import type { Metadata } from 'next';
import 'swagger-ui-dist/swagger-ui.css';
import './reference.css';
import { Reference } from './reference';

export const metadata: Metadata = { title: 'API' };

/** The reference: the OpenAPI document in Swagger UI, which comes from this origin, asks no other, and is the main part. */
export default function DocsPage() {
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-6 px-4 py-10">
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
      </header>
      <Reference />
    </div>
  );
}
