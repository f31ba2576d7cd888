import { describe, expect, it } from 'vitest';
import { EnvError } from '@/lib/platform/env';
import { findLanAddress } from './lan';
import { makePlan } from './plan';

const plan = (
  variables: Record<string, string> = {},
  args: string[] = [],
  lan: string | null = '192.168.1.5',
) => makePlan({ args, variables, root: '/srv/sluice', findLan: () => lan });

describe('makePlan', () => {
  it('stays on loopback and brings its own database and bucket when nothing is set', () => {
    expect(plan()).toMatchObject({
      host: '127.0.0.1',
      url: 'http://localhost:3000',
      dataDir: '/srv/sluice/.data',
      hasOwnDatabase: true,
      bucket: { port: 3001, publicUrl: 'http://127.0.0.1:3001' },
      warnings: [],
    });
  });

  it('opens app and bucket to the local network with --lan', () => {
    expect(plan({ PORT: '8080' }, ['--lan'])).toMatchObject({
      host: '0.0.0.0',
      url: 'http://192.168.1.5:8080',
      bucket: { port: 8081, publicUrl: 'http://192.168.1.5:8081' },
    });
  });

  it('keeps the embedded parts away where real services are named', () => {
    const real = plan({
      DATABASE_URL: 'postgresql://h/d',
      S3_ENDPOINT: 'https://s3.example',
      S3_BUCKET: 'files',
    });
    expect(real).toMatchObject({ hasOwnDatabase: false, bucket: null });
    expect(plan({ S3_BUCKET: 'on-aws' }).bucket).toBeNull();
  });

  it('keeps SLUICE_URL, also with --lan, and warns when the bucket has no public address', () => {
    const behindProxy = plan({ SLUICE_URL: 'https://files.example' }, ['--lan']);
    expect(behindProxy.url).toBe('https://files.example');
    expect(behindProxy.warnings.join()).toContain('S3_PUBLIC_ENDPOINT');
    expect(
      plan({ SLUICE_URL: 'https://f.example', S3_PUBLIC_ENDPOINT: 'https://b.example' }).warnings,
    ).toEqual([]);
  });

  it('says in one sentence what cannot be', () => {
    expect(() => plan({}, ['--lna'])).toThrow('"--lna" is not an option');
    expect(() => plan({}, ['--lan'], null)).toThrow(/no address in a local network/);
    expect(() => plan({ PORT: '3000', SLUICE_BUCKET_PORT: '3000' })).toThrow(/are both 3000/);
    expect(() => plan({ PORT: 'x' })).toThrow(EnvError);
  });
});

describe('findLanAddress', () => {
  const address = (value: string, internal = false) => [
    { address: value, family: 'IPv4' as const, internal, netmask: '', mac: '', cidr: null },
  ];

  it('prefers the home network to bridges of containers and to link-local addresses', () => {
    const interfaces = {
      lo: address('127.0.0.1', true),
      docker0: address('172.17.0.1'),
      eth1: address('169.254.3.3'),
      wlan0: address('192.168.178.20'),
    };
    expect(findLanAddress(interfaces)).toBe('192.168.178.20');
  });

  it('knows when there is no network', () => {
    expect(findLanAddress({ lo: address('127.0.0.1', true) })).toBeNull();
  });
});
