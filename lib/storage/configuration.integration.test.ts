import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { mergeRules } from './configuration';
import { applyLifecycle, planLifecycle, readLifecycle, wantedLifecycleRules } from './lifecycle';
import { applyPolicy, planPolicy, wantedStatements } from './policy';
import { blockPublicAccess, readPublicAccessBlock } from './public-access';
import { makeTestBucket, type TestBucket } from './testing/test-bucket';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await makeTestBucket();
});

describe('mergeRules()', () => {
  const rule = fc.record({
    id: fc.constantFrom('sluice-a', 'sluice-b', 'x', 'y', ''),
    days: fc.integer({ min: 1, max: 3 }),
  });
  const ours = fc.uniqueArray(
    fc.record({ id: fc.constantFrom('sluice-a', 'sluice-b'), days: fc.integer({ min: 1, max: 3 }) }),
    { selector: (one) => one.id },
  );
  const is = {
    ours: (one: { id: string }) => one.id.startsWith('sluice-'),
    same: (a: { id: string; days: number }, b: { id: string; days: number }) =>
      a.id === b.id && a.days === b.days,
  };

  test('keeps every rule of others in its order, and of ours has just the wanted ones', () => {
    fc.assert(
      fc.property(fc.array(rule), ours, (current, wanted) => {
        const plan = mergeRules(current, wanted, is);
        expect(plan.next.filter((one) => !is.ours(one))).toEqual(current.filter((one) => !is.ours(one)));
        expect(plan.next.filter(is.ours)).toEqual(wanted);
        expect(plan.isInSync).toBe(plan.added.length + plan.removed.length === 0);
      }),
    );
  });

  test('has nothing left to do once it is done', () => {
    fc.assert(
      fc.property(fc.array(rule), ours, (current, wanted) => {
        expect(mergeRules(mergeRules(current, wanted, is).next, wanted, is).isInSync).toBe(true);
      }),
    );
  });
});

describe('lifecycle', () => {
  test('never lets an object expire, and binds every rule to our prefix', () => {
    const rules = wantedLifecycleRules(
      { abortIncomplete: true, transition: { storageClass: 'GLACIER_IR', afterDays: 0 } },
      'sluice/one/',
    );
    expect(rules).toHaveLength(2);
    for (const rule of rules) {
      expect(rule.ID).toMatch(/^sluice-/);
      expect(rule.Filter?.Prefix).toMatch(/^sluice\/one\//);
      expect(Object.keys(rule)).not.toContain('Expiration');
      expect(Object.keys(rule)).not.toContain('NoncurrentVersionExpiration');
    }
  });

  test('leaves open uploads alone while they may still be finished', () => {
    const [rule] = wantedLifecycleRules({ abortIncomplete: true }, 'p/');
    expect(rule?.AbortIncompleteMultipartUpload?.DaysAfterInitiation).toBeGreaterThan(14);
  });

  test('refuses a transition that S3 would refuse', () => {
    const early = {
      abortIncomplete: false,
      transition: { storageClass: 'STANDARD_IA', afterDays: 29 },
    } as const;
    expect(() => wantedLifecycleRules(early, 'p/')).toThrow(RangeError);
  });

  test('is in place once applied, or refused as unsupported; never a fault', async () => {
    const plan = await planLifecycle({ abortIncomplete: true }, bucket.on);
    const refusal = await applyLifecycle(plan, bucket.on);
    if (refusal) {
      expect(refusal).toMatchObject({
        reason: 'unsupported',
        permission: expect.stringMatching(/^s3:\w+Lifecycle/),
      });
      return;
    }
    const again = await planLifecycle({ abortIncomplete: true }, bucket.on);
    expect(again).toMatchObject({ possible: true, plan: { isInSync: true } });
    expect(
      await applyLifecycle(await planLifecycle({ abortIncomplete: false }, bucket.on), bucket.on),
    ).toBeNull();
    expect(await readLifecycle(bucket.on)).toEqual({ readable: true, current: [] });
  });

  test('with wrong keys is a fault, not a refusal', async () => {
    const on = bucket.reopen({}, bucket.wrongSecret);
    await expect(readLifecycle(on)).rejects.toMatchObject({ kind: 'bad_signature' });
  });
});

describe('bucket policy', () => {
  test('denies only, on our prefix only, and binds the referer rule to presigned reads', () => {
    const on = bucket.reopen({ endpoint: 'https://s3.example', publicEndpoint: 'https://s3.example' });
    const wish = {
      tlsOnly: true,
      maxSignatureAgeSeconds: 600,
      refererAllowList: ['https://b.example/*', 'https://a.example/*'],
    };
    const statements = wantedStatements(wish, on);
    expect(statements.map((one) => [one.Sid, one.Effect])).toEqual([
      ['SluiceTlsOnly', 'Deny'],
      ['SluiceSignatureAge', 'Deny'],
      ['SluiceReferer', 'Deny'],
    ]);
    expect(statements[1]).toMatchObject({
      Condition: { NumericGreaterThan: { 's3:signatureAge': '600000' } },
    });
    expect(statements[2]).toMatchObject({
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${on.config.bucket}/sluice/test/*`,
      Condition: { StringEquals: { 's3:authType': 'REST-QUERY-STRING' } },
    });
  });

  test('for TLS only is refused while one of our own endpoints is plain http', async () => {
    await expect(planPolicy({ tlsOnly: true }, bucket.on)).rejects.toThrow(RangeError);
    const on = bucket.reopen({ endpoint: 'https://s3.example' });
    expect(() => wantedStatements({ tlsOnly: true }, on)).toThrow(/locks? everybody out/);
  });

  test('is in place once applied, or refused as unsupported without trying it', async () => {
    const wish = { tlsOnly: false, maxSignatureAgeSeconds: 600 };
    let tries = 0;
    const check = async () => {
      tries += 1;
    };
    const refusal = await applyPolicy(await planPolicy(wish, bucket.on), check, bucket.on);
    expect(tries).toBe(refusal ? 0 : 1);
    if (refusal) {
      expect(refusal).toMatchObject({
        reason: 'unsupported',
        permission: expect.stringMatching(/^s3:\w+BucketPolicy/),
      });
      return;
    }
    expect(await planPolicy(wish, bucket.on)).toMatchObject({ possible: true, plan: { isInSync: true } });
    const failing = () => Promise.reject(new Error('tried, and found wanting'));
    const stricter = await planPolicy({ ...wish, maxSignatureAgeSeconds: 60 }, bucket.on);
    await expect(applyPolicy(stricter, failing, bucket.on)).rejects.toThrow('found wanting');
    expect(await planPolicy(wish, bucket.on)).toMatchObject({ possible: true, plan: { isInSync: true } });
    expect(await applyPolicy(await planPolicy({ tlsOnly: false }, bucket.on), check, bucket.on)).toBeNull();
  });
});

test('public access is blocked once that was asked for, or was all along', async () => {
  const refusal = await blockPublicAccess(bucket.on);
  expect(refusal?.reason ?? 'unsupported').toBe('unsupported');
  expect(await readPublicAccessBlock(bucket.on)).toEqual({
    readable: true,
    current: {
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    },
  });
});
