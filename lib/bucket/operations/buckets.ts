import { S3Error } from '../errors';
import { type Context, owner, readDocument, sendEmpty, sendXml } from '../http/context';
import { refuseUnsupportedHeaders } from '../http/object-headers';
import { element, rootElement } from '../http/xml';

export async function listBuckets(context: Context): Promise<void> {
  const buckets = context.store.buckets
    .list()
    .map(({ name, createdMs }) =>
      element('Bucket', [
        element('Name', name),
        element('CreationDate', new Date(createdMs).toISOString()),
        element('BucketRegion', context.region),
      ]),
    );
  sendXml(
    context,
    rootElement('ListAllMyBucketsResult', [
      element('Owner', [element('ID', owner.id), element('DisplayName', owner.displayName)]),
      element('Buckets', buckets),
    ]),
  );
}

/** Source: "General purpose bucket naming rules". The name is the only text of a client that becomes a file name. */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/\.\.|\.-|-\./.test(name) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}

/** Creates a bucket; as in us-east-1, creating one's own bucket again is refused elsewhere and quietly done there. */
export async function createBucket(context: Context): Promise<void> {
  const { request, store, target, region } = context;
  const name = target.bucket;
  if (!isBucketName(name)) throw new S3Error('InvalidBucketName', undefined, { BucketName: name });
  refuseUnsupportedHeaders(context.headers);
  if (request.headers['x-amz-bucket-object-lock-enabled'] === 'true') throw new S3Error('NotImplemented');
  await checkLocation(context, region);
  await store.buckets.change(name, async () => {
    if (store.buckets.find(name))
      throw new S3Error('BucketAlreadyOwnedByYou', undefined, { BucketName: name });
    await store.buckets.save({ name, createdMs: Date.now() });
  });
  sendEmpty(context, 200, { Location: `/${name}` });
}

async function checkLocation(context: Context, region: string): Promise<void> {
  const length = context.request.headers['content-length'];
  if (length === undefined || length === '0') return;
  const wanted = (await readDocument(context, 'CreateBucketConfiguration'))
    .child('LocationConstraint')
    ?.trim();
  if (wanted && wanted !== region) throw new S3Error('IllegalLocationConstraintException');
}

export async function headBucket(context: Context): Promise<void> {
  context.store.buckets.get(context.target.bucket);
  sendEmpty(context, 200, { 'x-amz-bucket-region': context.region });
}

export async function getBucketLocation(context: Context): Promise<void> {
  context.store.buckets.get(context.target.bucket);
  // us-east-1 is written as nothing, for history's sake.
  const { text } = element('LocationConstraint', context.region === 'us-east-1' ? '' : context.region);
  const inner = text.slice('<LocationConstraint>'.length, -'</LocationConstraint>'.length);
  sendXml(context, rootElement('LocationConstraint', inner ? [{ text: inner }] : []));
}

/** Deletes an empty bucket; its unfinished uploads are aborted. */
export async function deleteBucket(context: Context): Promise<void> {
  const { store, uploads, target } = context;
  const name = target.bucket;
  await store.buckets.change(name, async () => {
    store.buckets.get(name);
    await store.buckets.remove(name, async () => {
      if (store.index.hasObjects(name)) throw new S3Error('BucketNotEmpty', undefined, { BucketName: name });
      for (const uploadId of store.index.uploadIds(name)) await uploads.abort(uploadId);
    });
  });
  sendEmpty(context, 204);
}
