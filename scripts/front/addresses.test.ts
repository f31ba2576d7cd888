import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress, parseTrustedProxies, plainAddress } from './addresses';

const trusted = parseTrustedProxies(['10.0.0.0/8', '192.168.1.4', 'fd00::/8']);

describe('clientAddress', () => {
  it.each([
    ['203.0.113.9', '1.2.3.4', '203.0.113.9', 'a stranger’s claim counts for nothing'],
    ['10.1.1.1', '1.2.3.4', '1.2.3.4', 'one proxy'],
    ['10.1.1.1', '6.6.6.6, 1.2.3.4', '1.2.3.4', 'what the client wrote stays left'],
    ['10.1.1.1', '6.6.6.6, 1.2.3.4, 10.2.2.2', '1.2.3.4', 'two proxies'],
    ['fd00::1', '2001:db8::7', '2001:db8::7', 'IPv6'],
    ['10.1.1.1', undefined, '10.1.1.1', 'a proxy asking for itself'],
    ['10.1.1.1', '1.2.3.4, unknown', '10.1.1.1', 'an entry that is no address'],
    ['::ffff:192.168.1.4', '1.2.3.4', '1.2.3.4', 'a dual-stack socket'],
    ['10.1.1.1', '', '10.1.1.1', 'an empty header'],
  ])('%s says "%s" → %s (%s)', (peer, forwardedFor, expected, _reason) => {
    expect(clientAddress({ peer, forwardedFor, trusted })).toBe(expected);
  });

  it('takes no text but an address out of the header, whatever a client sends', () => {
    fc.assert(
      fc.property(fc.string(), (forwardedFor) => {
        const address = clientAddress({ peer: '203.0.113.9', forwardedFor, trusted });
        expect(address).toBe('203.0.113.9');
      }),
    );
  });
});

describe('parseTrustedProxies', () => {
  it.each(['10.0.0.0/33', 'proxy.example', '10.0.0.0/', '1.2.3.4/8/9', '::1/129', ''])(
    'refuses "%s"',
    (entry) => {
      expect(() => parseTrustedProxies([entry])).toThrow(/SLUICE_TRUSTED_PROXIES/);
    },
  );

  it('trusts nobody by default', () => {
    expect(parseTrustedProxies([]).has('127.0.0.1')).toBe(false);
  });
});

describe('plainAddress', () => {
  it('shows an IPv4 client as IPv4', () => {
    expect(plainAddress('::ffff:1.2.3.4')).toBe('1.2.3.4');
    expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
  });
});
