import { S3Error } from '../errors';
import { type Context, readDocument, sendEmpty, sendXml } from '../http/context';
import { element, rootElement, type XmlNode } from '../http/xml';
import type { CorsRule } from '../store/records';

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];
const maxRules = 100;

export async function putBucketCors(context: Context): Promise<void> {
  const { store, target } = context;
  store.buckets.get(target.bucket);
  const rules = (await readDocument(context, 'CORSConfiguration')).children('CORSRule').map(readRule);
  if (!rules.length || rules.length > maxRules) throw new S3Error('MalformedXML');
  await changeCors(context, rules);
  sendEmpty(context, 200);
}

export async function deleteBucketCors(context: Context): Promise<void> {
  await changeCors(context, undefined);
  sendEmpty(context, 204);
}

async function changeCors({ store, target }: Context, cors: CorsRule[] | undefined): Promise<void> {
  await store.buckets.change(target.bucket, async () => {
    await store.buckets.save({ ...store.buckets.get(target.bucket), cors });
  });
}

export async function getBucketCors(context: Context): Promise<void> {
  const { cors } = context.store.buckets.get(context.target.bucket);
  if (!cors) throw new S3Error('NoSuchCORSConfiguration');
  const all = (name: string, values: string[]) => values.map((value) => element(name, value));
  const rules = cors.map((rule) =>
    element('CORSRule', [
      ...(rule.id === undefined ? [] : [element('ID', rule.id)]),
      ...all('AllowedMethod', rule.methods),
      ...all('AllowedOrigin', rule.origins),
      ...all('AllowedHeader', rule.headers),
      ...all('ExposeHeader', rule.exposeHeaders),
      ...(rule.maxAgeSeconds === undefined ? [] : [element('MaxAgeSeconds', rule.maxAgeSeconds)]),
    ]),
  );
  sendXml(context, rootElement('CORSConfiguration', rules));
}

function readRule(node: XmlNode): CorsRule {
  const texts = (name: string) => node.children(name).map(({ text }) => text.trim());
  const age = node.child('MaxAgeSeconds')?.trim();
  const rule: CorsRule = {
    id: node.child('ID'),
    origins: texts('AllowedOrigin'),
    methods: texts('AllowedMethod'),
    headers: texts('AllowedHeader'),
    exposeHeaders: texts('ExposeHeader'),
    maxAgeSeconds: age === undefined ? undefined : Number(age),
  };
  if (!rule.origins.length || !rule.methods.length) throw new S3Error('MalformedXML');
  const wrongMethod = rule.methods.find((method) => !methods.includes(method));
  if (wrongMethod !== undefined)
    throw new S3Error(
      'InvalidRequest',
      `Found unsupported HTTP method in CORS config. Unsupported method is ${wrongMethod}`,
    );
  const patterns = [...rule.origins, ...rule.headers];
  if (patterns.some((pattern) => pattern.split('*').length > 2))
    throw new S3Error('InvalidRequest', 'An origin or header pattern can not have more than one wildcard.');
  if ([...patterns, ...rule.exposeHeaders].some((text) => /[^\x20-\x7e]/.test(text)) || /\D/.test(age ?? ''))
    throw new S3Error('MalformedXML');
  return rule;
}
