import 'server-only';
import type { StorageErrorKind } from '@/lib/storage/errors';
import type { Provider } from './provider';

/** Where each provider keeps its access keys. */
const keys: Record<Provider, string> = {
  aws: 'IAM → Users → Security credentials → Create access key',
  r2: 'R2 → Manage R2 API tokens → Create token (Object Read & Write on this bucket)',
  b2: 'App Keys → Add a New Application Key; the keyID is the access key id, the applicationKey the secret',
  minio: 'mc admin user svcacct add ALIAS USER',
  garage: 'garage key create NAME, then garage bucket allow --read --write BUCKET --key NAME',
  ceph: 'radosgw-admin key create --uid=USER --key-type=s3',
  embedded: 'restart Sluice: it makes and keeps the keys of its own bucket in its data folder',
  other: 'your provider’s console, under access keys',
};

/** Where each provider gives rights to a key. */
export const rightsSteps: Record<Provider, string> = {
  aws: 'IAM → the key’s user → Add permissions → Create inline policy → JSON',
  r2: 'R2 → Manage R2 API tokens → the token → Object Read & Write for this bucket',
  b2: 'App Keys: make a key with readFiles, writeFiles, deleteFiles, listFiles, listBuckets for this bucket',
  minio:
    'mc admin policy create ALIAS sluice policy.json, then mc admin policy attach ALIAS sluice --user KEY',
  garage: 'garage bucket allow --read --write BUCKET --key NAME',
  ceph: 'make the bucket’s owner the user of this key: radosgw-admin bucket link --bucket=BUCKET --uid=USER',
  embedded: 'restart Sluice: the key of its own bucket may do everything',
  other: 'your provider’s console, under policies of this key',
};

const buckets: Record<Provider, string> = {
  aws: 'aws s3api create-bucket --bucket BUCKET --region REGION',
  r2: 'R2 → Create bucket (wrangler r2 bucket create BUCKET)',
  b2: 'Buckets → Create a Bucket, private',
  minio: 'mc mb ALIAS/BUCKET',
  garage: 'garage bucket create BUCKET',
  ceph: 's3cmd mb s3://BUCKET',
  embedded: 'restart Sluice: it makes its own bucket at start',
  other: 'your provider’s console',
};

const regions: Record<Provider, string> = {
  aws: 'aws s3api get-bucket-location --bucket BUCKET tells it (null is us-east-1)',
  r2: 'it is "auto"',
  b2: 'it is the second word of the endpoint, such as us-west-004',
  minio: 'mc admin config get ALIAS region (us-east-1 unless changed)',
  garage: 's3_region in garage.toml (usually "garage")',
  ceph: 'the zonegroup’s name, or us-east-1',
  embedded: 'leave S3_REGION unset',
  other: 'your provider’s documentation names it',
};

export const corsSteps: Record<Provider, string> = {
  aws: 'Admin → Storage → Bucket configuration → CORS adds the rule (S3 → the bucket → Permissions → CORS).',
  r2: 'R2 → the bucket → Settings → CORS policy; the rule to add is shown in Admin → Storage.',
  b2: 'b2 bucket update --cors-rules; a key with writeBuckets lets Admin → Storage do it.',
  minio:
    'MinIO allows every origin unless MINIO_API_CORS_ALLOW_ORIGIN says otherwise: set it to this address.',
  garage: 'Admin → Storage → Bucket configuration → CORS adds the rule; the key needs --owner on the bucket.',
  ceph: 'Admin → Storage → Bucket configuration → CORS adds the rule (s3cmd setcors).',
  embedded: 'Set SLUICE_URL to the address people use and restart; or Admin → Storage → CORS.',
  other: 'Admin → Storage → Bucket configuration → CORS adds the rule, where the provider allows.',
};

type Explained = { means: string; mend: string };

/** What a refusal of the bucket means, and how to mend it in the provider's own words. */
export function explain(kind: StorageErrorKind, provider: Provider): Explained {
  switch (kind) {
    case 'bad_credentials':
      return {
        means: 'The provider does not know this access key, or it was deleted or has run out.',
        mend: `Make a new key (${keys[provider]}), put it into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, restart.`,
      };
    case 'bad_signature':
      return {
        means:
          'The key is known but its secret does not fit (or a proxy changes the Host header on the way).',
        mend: `Copy the secret again, without spaces; if it is lost, make a new key (${keys[provider]}).`,
      };
    case 'clock_skew':
      return {
        means:
          'The clocks of this server and of the provider differ by more than 15 minutes: every signature is refused.',
        mend: 'Let this machine keep its time: timedatectl set-ntp true (or chrony), then restart.',
      };
    case 'wrong_region':
      return {
        means: 'The bucket is in another region than the one that signatures are made for.',
        mend: `Set S3_REGION (and S3_ENDPOINT, where it names a region): ${regions[provider]}.`,
      };
    case 'no_bucket':
      return {
        means: 'There is no bucket of this name at this endpoint.',
        mend: `Check S3_BUCKET and S3_FORCE_PATH_STYLE, or make the bucket: ${buckets[provider]}.`,
      };
    case 'denied':
      return {
        means: 'The key is good but may not do this.',
        mend: `Give it the least policy from Admin → Storage → Least rights: ${rightsSteps[provider]}.`,
      };
    case 'unavailable':
    case 'slow_down':
      return {
        means: 'Nobody answered, or too late.',
        mend: 'Check S3_ENDPOINT (scheme, host, port), the firewall, and that the storage is running.',
      };
    case 'full':
      return {
        means: 'The storage is full.',
        mend: 'Make room: empty the trash, clean up orphans, or add disk.',
      };
    case 'foreign_installation':
      return {
        means: 'Everything below this prefix belongs to another installation of Sluice. Nothing was touched.',
        mend: 'Set S3_PREFIX to a prefix of its own, such as sluice-2/, or restore the database that belongs to it.',
      };
    case 'public_bucket':
      return {
        means: 'Anybody can read objects without a signature.',
        mend: 'Admin → Storage → Bucket configuration → Block public access; remove public policies and ACLs.',
      };
    case 'not_configured':
      return {
        means: 'No bucket is configured.',
        mend: 'Set S3_BUCKET and its keys, or run npm start without any.',
      };
    default:
      return {
        means: 'The provider answered in a way that Sluice does not expect.',
        mend: 'Check that S3_ENDPOINT is an S3 API and not a console or a proxy, and see the answer above.',
      };
  }
}
