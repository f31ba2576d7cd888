import { describe, expect, it } from 'vitest';
import { methodsAt } from './methods';
import { paths } from './paths';

const lines = Object.values(paths).map((line) => {
  const [method = '', pattern = ''] = line.split(' ');
  return { method, pattern, path: pattern.replace(/\{\w+\}/g, '0190a5b4-7c3e') };
});

describe('methodsAt', () => {
  it.each(lines)('$method $pattern is answered', ({ method, path }) => {
    expect(methodsAt(path)).toContain(method);
  });

  it('names exactly what the table has at a path, HEAD with GET, and OPTIONS', () => {
    for (const { path, pattern } of lines) {
      const own = lines.filter((line) => line.pattern === pattern).map(({ method }) => method);
      const implied = own.includes('GET') ? ['HEAD', 'OPTIONS'] : ['OPTIONS'];
      expect(methodsAt(path)?.toSorted(), pattern).toEqual([...own, ...implied].toSorted());
    }
  });

  it('takes a written-out path for itself, not for a parameter', () => {
    expect(methodsAt('/api/files/zip')).toEqual(['POST', 'OPTIONS']);
  });

  it.each(['/api', '/api/nothing', '/api/files/a/b/c', '/api/files/', '/api/auth/session', '/'])(
    'knows nothing of %s',
    (path) => {
      expect(methodsAt(path)).toBeNull();
    },
  );
});
