import type { RouteName } from '@/lib/contracts/paths';
import { splitPath } from '@/lib/contracts/routes';
import { openApiDocument } from '@/lib/http/openapi';

type Media = Record<string, { schema?: unknown } | undefined>;
type Operation = {
  parameters?: unknown[];
  requestBody?: { content: Media };
  responses: Record<string, { content?: Media } | undefined>;
};

/** What goes in and what comes back, as JSON Schema: parameters, body and each success. */
export function Shape({ of: name }: { of: RouteName }) {
  const { method, path } = splitPath(name);
  const item = (openApiDocument().paths?.[path] ?? {}) as Record<string, Operation | undefined>;
  const operation = item[method.toLowerCase()];
  if (!operation) return null;
  const successes = Object.entries(operation.responses).filter(([status]) => status < '400');
  return (
    <>
      <Json title="Parameters" value={operation.parameters} />
      <Json title="Body" value={operation.requestBody?.content['application/json']?.schema} />
      {successes.map(([status, response]) => (
        <Json
          key={status}
          title={`Answer ${status}`}
          value={response?.content?.['application/json']?.schema}
        />
      ))}
    </>
  );
}

function Json({ title, value }: { title: string; value: unknown }) {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  return (
    <figure className="flex flex-col gap-1">
      <figcaption className="text-muted">{title}</figcaption>
      <pre className="whitespace-pre-wrap break-words rounded-md bg-subtle p-3 text-sm">
        {JSON.stringify(value, null, 2)}
      </pre>
    </figure>
  );
}
