import { expect, test } from 'vitest';
import { leastPrivilegePolicy } from './iam-policy';

const request = { bucket: 'files', prefix: 'sluice/one/', region: 'eu-central-1', withConfiguration: false };

test('the least policy names this bucket and prefix only, and no right to configure', () => {
  const policy = leastPrivilegePolicy(request);
  const resources = policy.Statement.map((statement) => statement.Resource);
  expect(resources).toEqual(['arn:aws:s3:::files/sluice/one/*', 'arn:aws:s3:::files', 'arn:aws:s3:::files']);
  const actions = policy.Statement.flatMap((statement) => statement.Action);
  expect(actions.filter((action) => /\*|Policy|Acl|CORS|Lifecycle|Bucket$/.test(action))).toEqual([
    's3:ListBucket',
  ]);
  expect(policy.Statement[1]).toMatchObject({ Condition: { StringLike: { 's3:prefix': ['sluice/one/*'] } } });
});

test('configuration adds rights on the bucket, none to make objects or the bucket public or to delete it', () => {
  const policy = leastPrivilegePolicy({ ...request, withConfiguration: true });
  const actions = policy.Statement.flatMap((statement) => statement.Action);
  expect(actions).toContain('s3:PutBucketCORS');
  expect(actions.filter((action) => /Acl|DeleteBucket$|CreateBucket|\*/.test(action))).toEqual([]);
});

test.each([
  ['cn-north-1', 'arn:aws-cn:s3:::files'],
  ['us-gov-west-1', 'arn:aws-us-gov:s3:::files'],
])('in %s the partition is its own', (region, arn) => {
  expect(leastPrivilegePolicy({ ...request, region }).Statement[1]?.Resource).toBe(arn);
});
