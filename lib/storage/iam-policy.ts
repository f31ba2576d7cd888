/** What the key of this app should be allowed, ready to paste into IAM (or MinIO, Ceph …). */
export interface IamPolicy {
  Version: '2012-10-17';
  Statement: { Sid: string; Effect: 'Allow'; Action: string[]; Resource: string; Condition?: object }[];
}

/** Rights on our objects, all of them needed. Source: the S3 page of AWS's Service Authorization Reference. */
export const OBJECT_ACTIONS = [
  's3:AbortMultipartUpload',
  's3:DeleteObject',
  's3:GetObject',
  's3:ListMultipartUploadParts',
  's3:PutObject',
] as const;

/** Rights that only the admin's storage page uses, to show and change configuration. */
export const CONFIGURATION_ACTIONS = [
  's3:DeleteBucketPolicy',
  's3:GetBucketCORS',
  's3:GetBucketPolicy',
  's3:GetBucketPublicAccessBlock',
  's3:GetLifecycleConfiguration',
  's3:PutBucketCORS',
  's3:PutBucketPolicy',
  's3:PutBucketPublicAccessBlock',
  's3:PutLifecycleConfiguration',
] as const;

/**
 * The least policy under which everything works for exactly this bucket and prefix; with configuration, the admin's
 * storage page may also change CORS, lifecycle, policy and public access.
 */
export function leastPrivilegePolicy(request: {
  bucket: string;
  prefix: string;
  region: string;
  withConfiguration: boolean;
}): IamPolicy {
  const { bucket, prefix, region } = request;
  const whole = bucketArn(bucket, region);
  const policy: IamPolicy = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'SluiceObjects',
        Effect: 'Allow',
        Action: [...OBJECT_ACTIONS],
        Resource: prefixArn(bucket, prefix, region),
      },
      {
        Sid: 'SluiceList',
        Effect: 'Allow',
        Action: ['s3:ListBucket'],
        Resource: whole,
        Condition: { StringLike: { 's3:prefix': [`${prefix}*`] } },
      },
      // Takes no s3:prefix condition: whoever may list open uploads sees those of the whole bucket.
      {
        Sid: 'SluiceListUploads',
        Effect: 'Allow',
        Action: ['s3:ListBucketMultipartUploads'],
        Resource: whole,
      },
    ],
  };
  if (request.withConfiguration) {
    const Action = [...CONFIGURATION_ACTIONS];
    policy.Statement.push({ Sid: 'SluiceConfigure', Effect: 'Allow', Action, Resource: whole });
  }
  return policy;
}

/** ARN of the bucket, in the partition of its region. */
export function bucketArn(bucket: string, region: string): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:s3:::${bucket}`;
}

/** ARN pattern of everything under our prefix. */
export function prefixArn(bucket: string, prefix: string, region: string): string {
  return `${bucketArn(bucket, region)}/${prefix}*`;
}
