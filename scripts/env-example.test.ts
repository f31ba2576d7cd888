import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv as readDotEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Env, parseEnv } from '@/lib/platform/env';

const example = readFileSync(path.resolve('.env.example'), 'utf8');
/** Set by the launcher or by npm, never by people. */
const internal = ['NODE_ENV', 'SLUICE_FRONT_TOKEN', 'S3_EMBEDDED'];
const credentials = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

describe('.env.example', () => {
  it('explains every variable that people may set, and no other', () => {
    const explained = [...example.matchAll(/^#([A-Z0-9_]+)=/gm)].map(([, name]) => name);
    const known = Object.keys(Env.shape).filter((name) => !internal.includes(name));
    expect(explained.sort()).toEqual([...known, ...credentials].sort());
  });

  it('holds values that work when uncommented', () => {
    const values = readDotEnv(example.replace(/^#(?=[A-Z0-9_]+=)/gm, ''));
    const secrets = {
      SLUICE_SECRET: 'x'.repeat(32),
      SLUICE_ADMIN_PASSWORD: 'x'.repeat(10),
      SLUICE_METRICS_TOKEN: 'x'.repeat(16),
      OIDC_CLIENT_ID: 'id',
      OIDC_CLIENT_SECRET: 'secret',
      CLOUDFRONT_KEY_PAIR_ID: 'K1',
      CLOUDFRONT_PRIVATE_KEY: 'pem',
    };
    expect(() => parseEnv({ ...values, ...secrets } as Record<string, string>)).not.toThrow();
  });
});
