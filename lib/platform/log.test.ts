import { describe, expect, it } from 'vitest';
import { redactText } from './log';

describe('redactText', () => {
  it('cuts the query of a signed URL', () => {
    const text = redactText('PUT http://127.0.0.1:9000/b/k?X-Amz-Date=1&X-Amz-Signature=abcdef failed');
    expect(text).toBe('PUT http://127.0.0.1:9000/b/k?[signed] failed');
  });

  it('hides e-mail addresses and database passwords', () => {
    expect(redactText('ada@example.com at postgresql://app:pw@127.0.0.1/db')).toBe(
      '[e-mail] at postgresql://[secret]@127.0.0.1/db',
    );
  });

  it('leaves a plain address alone', () => {
    expect(redactText('http://127.0.0.1:9000/b/k?list-type=2')).toContain('list-type=2');
  });
});
