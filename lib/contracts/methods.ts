import { paths } from './paths';

/** Methods that need no line of their own in the table: Next answers HEAD by GET, and OPTIONS with what it has. */
const withImplied = (methods: string[]): string[] => [
  ...methods,
  ...(methods.includes('GET') ? ['HEAD'] : []),
  'OPTIONS',
];

const methodsByPattern = new Map<string, string[]>();
for (const line of Object.values(paths)) {
  const [method = '', pattern = ''] = line.split(' ');
  methodsByPattern.set(pattern, [...(methodsByPattern.get(pattern) ?? []), method]);
}
/** What matches more than itself, as Next matches it: a segment never holds a slash. */
const patterns = [...methodsByPattern.keys()]
  .filter((pattern) => pattern.includes('{'))
  .map((pattern) => ({ pattern, shape: new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`) }));

/** Methods that the routes table answers at path (no query), HEAD and OPTIONS among them; null where it has no route. */
export function methodsAt(path: string): string[] | null {
  // A written-out path wins over one with parameters: /api/files/zip is not a file.
  const exact = methodsByPattern.get(path);
  if (exact) return withImplied(exact);
  const found = patterns
    .filter(({ shape }) => shape.test(path))
    .sort((a, b) => firstParameter(b.pattern) - firstParameter(a.pattern))[0];
  return found ? withImplied(methodsByPattern.get(found.pattern) ?? []) : null;
}

const firstParameter = (pattern: string): number => pattern.indexOf('{');
