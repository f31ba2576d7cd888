import { S3Error, toS3Error } from '../errors';
import { matches } from '../http/conditions';
import { type Context, readDocument, sendEmpty, sendXml } from '../http/context';
import { checkKey } from '../http/target';
import { element, rootElement, type Xml, type XmlNode } from '../http/xml';
import { s3 } from '../options';
import type { Condition } from '../store/store';

/** DELETE of an object; deleting what is not there succeeds too. `If-Match` is honoured. */
export async function deleteObject(context: Context): Promise<void> {
  const { headers, store, target } = context;
  store.buckets.get(target.bucket);
  const ifMatch = headers['if-match'];
  await store.deleteObject(target.bucket, checkKey(target.key), etagCondition(ifMatch));
  sendEmpty(context, 204);
}

function etagCondition(ifMatch: string | undefined): Condition | undefined {
  if (ifMatch === undefined) return undefined;
  return (present) => {
    if (present && !matches(ifMatch, present.record.etag)) throw new S3Error('PreconditionFailed');
  };
}

const deletesAtOnce = 32;

/** DeleteObjects: up to 1,000 keys, each answered for itself. */
export async function deleteObjects(context: Context): Promise<void> {
  const { store, target } = context;
  store.buckets.get(target.bucket);
  const document = await readDocument(context, 'Delete');
  const wanted = document.children('Object');
  if (!wanted.length || wanted.length > s3.maxPageKeys) throw new S3Error('MalformedXML');
  const isQuiet = document.child('Quiet')?.trim().toLowerCase() === 'true';
  const results: Xml[] = [];
  for (let at = 0; at < wanted.length; at += deletesAtOnce)
    results.push(
      ...(
        await Promise.all(
          wanted.slice(at, at + deletesAtOnce).map((node) => deleteOne(context, node, isQuiet)),
        )
      ).flat(),
    );
  sendXml(context, rootElement('DeleteResult', results));
}

async function deleteOne({ store, target }: Context, node: XmlNode, isQuiet: boolean): Promise<Xml[]> {
  const key = node.child('Key');
  if (key === undefined || key === '') throw new S3Error('MalformedXML');
  try {
    const version = node.child('VersionId');
    if (version !== undefined && version !== 'null')
      throw new S3Error('NotImplemented', 'Versions are not kept.');
    await store.deleteObject(target.bucket, checkKey(key), etagCondition(node.child('ETag')));
    return isQuiet ? [] : [element('Deleted', [element('Key', key)])];
  } catch (error) {
    const { code, message } = toS3Error(error);
    return [element('Error', [element('Key', key), element('Code', code), element('Message', message)])];
  }
}
