import { S3Error, type S3ErrorCode } from '../errors';
import { type Operation, owner, sendXml } from '../http/context';
import { element, rootElement } from '../http/xml';

/** Settings a bucket never has here, read as S3 answers for a bucket without them, so that clients which look go on. */
export function absentSetting(code: S3ErrorCode): Operation {
  return async ({ store, target }) => {
    store.buckets.get(target.bucket);
    throw new S3Error(code);
  };
}

export const notImplemented: Operation = async ({ store, target }) => {
  if (target.bucket) store.buckets.get(target.bucket);
  throw new S3Error('NotImplemented');
};

export const getVersioning: Operation = async (context) => {
  context.store.buckets.get(context.target.bucket);
  sendXml(context, rootElement('VersioningConfiguration', []));
};

/** Nothing is ever public here: anonymous requests are refused whatever the bucket says. */
export const getPublicAccessBlock: Operation = async (context) => {
  context.store.buckets.get(context.target.bucket);
  const names = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
  sendXml(
    context,
    rootElement(
      'PublicAccessBlockConfiguration',
      names.map((name) => element(name, true)),
    ),
  );
};

export const getAcl: Operation = async (context) => {
  const { store, target } = context;
  store.buckets.get(target.bucket);
  if (target.key && !store.find(target.bucket, target.key)) throw new S3Error('NoSuchKey');
  const who = [element('ID', owner.id), element('DisplayName', owner.displayName)];
  sendXml(
    context,
    rootElement('AccessControlPolicy', [
      element('Owner', who),
      element('AccessControlList', [
        element('Grant', [element('Grantee', who), element('Permission', 'FULL_CONTROL')]),
      ]),
    ]),
  );
};

/** Objects carry no tags here. Clients that copy in parts ask before they copy. */
export const getObjectTagging: Operation = async (context) => {
  const { store, target } = context;
  store.buckets.get(target.bucket);
  if (!store.find(target.bucket, target.key)) throw new S3Error('NoSuchKey');
  sendXml(context, rootElement('Tagging', [element('TagSet', [])]));
};
