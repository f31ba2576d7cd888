import 'server-only';
import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { z } from 'zod';
import { atBorder, defaultStorage, type StorageHandle } from './client';
import { mergeRules, orRefusal, type Reading, type Refusal, type RulePlan } from './configuration';
import { isStorageError, StorageError } from './errors';
import { bucketArn, prefixArn } from './iam-policy';

/** A statement of a bucket policy; what we do not know of foreign ones is kept as it is. */
const PolicyStatement = z.looseObject({ Sid: z.string().optional(), Effect: z.enum(['Allow', 'Deny']) });
export type PolicyStatement = z.infer<typeof PolicyStatement>;
const PolicyDocument = z.looseObject({
  Version: z.string().optional(),
  Statement: z.union([z.array(PolicyStatement), PolicyStatement.transform((statement) => [statement])]),
});
type PolicyDocument = z.infer<typeof PolicyDocument>;

export interface PolicyWish {
  /** Refuse plain http. */
  tlsOnly: boolean;
  /** Refuse signatures older than this, whatever life was signed into the URL. */
  maxSignatureAgeSeconds?: number;
  /** Refuse presigned GETs whose Referer matches none of these; a hint against hot links, never security. */
  refererAllowList?: readonly string[];
}

export type PolicyPlan =
  | { possible: true; rest: Omit<PolicyDocument, 'Statement'>; plan: RulePlan<PolicyStatement> }
  | { possible: false; refusal: Refusal };

/** Our statements for a wish. Their Sids start with "Sluice": IAM allows letters and digits only. */
export function wantedStatements(wish: PolicyWish, on: StorageHandle): PolicyStatement[] {
  const { bucket, prefix, region, endpoint, publicEndpoint } = on.config;
  const objects = prefixArn(bucket, prefix, region);
  const deny = { Effect: 'Deny' as const, Principal: '*' };
  const statements: PolicyStatement[] = [];
  if (wish.tlsOnly) {
    const plain = [endpoint, publicEndpoint].find((address) => address.startsWith('http:'));
    if (plain) throw new RangeError(`TLS only would lock everybody out of ${plain}`);
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
    statements.push({
      Sid: 'SluiceTlsOnly',
      ...deny,
      Action: 's3:*',
      Resource: [bucketArn(bucket, region), objects],
      Condition,
    });
  }
  if (wish.maxSignatureAgeSeconds) {
    const Condition = {
      NumericGreaterThan: { 's3:signatureAge': String(wish.maxSignatureAgeSeconds * 1000) },
    };
    statements.push({ Sid: 'SluiceSignatureAge', ...deny, Action: 's3:*', Resource: objects, Condition });
  }
  if (wish.refererAllowList?.length) {
    // Bound to presigned requests: the worker's own signed reads bear no Referer.
    const Condition = {
      StringEquals: { 's3:authType': 'REST-QUERY-STRING' },
      StringNotLike: { 'aws:Referer': [...wish.refererAllowList].sort() },
    };
    statements.push({ Sid: 'SluiceReferer', ...deny, Action: 's3:GetObject', Resource: objects, Condition });
  }
  return statements;
}

/** The bucket policy as it is; without statements when there is none. */
export async function readPolicy(on: StorageHandle = defaultStorage()): Promise<Reading<PolicyDocument>> {
  const answer = await orRefusal('s3:GetBucketPolicy', () => currentPolicy(on));
  if (!answer.done) return { readable: false, refusal: answer.refusal };
  return { readable: true, current: answer.value };
}

/** What a wish would change; nothing is written. Throws RangeError for one that would lock this server out. */
export async function planPolicy(
  wish: PolicyWish,
  on: StorageHandle = defaultStorage(),
): Promise<PolicyPlan> {
  const wanted = wantedStatements(wish, on);
  const reading = await readPolicy(on);
  if (!reading.readable) return { possible: false, refusal: reading.refusal };
  const { Statement, ...rest } = reading.current;
  const is = { ours: (one: PolicyStatement) => one.Sid?.startsWith('Sluice') ?? false, same: saysTheSame };
  return { possible: true, rest, plan: mergeRules(Statement, wanted, is) };
}

/**
 * Writes a plan, then lets check try it; when check throws, the former policy comes back and the fault is thrown.
 * Returns the refusal when the provider would not take it, null when it is in place.
 */
export async function applyPolicy(
  plan: PolicyPlan,
  check: () => Promise<void>,
  on: StorageHandle = defaultStorage(),
): Promise<Refusal | null> {
  if (!plan.possible) return plan.refusal;
  if (plan.plan.isInSync) return null;
  const { rest, plan: rules } = plan;
  const answer = await orRefusal('s3:PutBucketPolicy', () => write({ ...rest, Statement: rules.next }, on));
  if (!answer.done) return answer.refusal;
  try {
    await check();
  } catch (error) {
    await write({ ...rest, Statement: rules.current }, on);
    throw error;
  }
  return null;
}

async function currentPolicy(on: StorageHandle): Promise<PolicyDocument> {
  const command = new GetBucketPolicyCommand({ Bucket: on.config.bucket });
  try {
    const { Policy } = await atBorder('GetBucketPolicy', () => on.client.send(command));
    return PolicyDocument.parse(JSON.parse(Policy || '{"Statement":[]}'));
  } catch (error) {
    if (isStorageError(error, 'not_found')) return { Version: '2012-10-17', Statement: [] };
    if (isStorageError(error)) throw error;
    const providerMessage = 'the bucket policy cannot be read as one';
    throw new StorageError({ kind: 'invalid', operation: 'GetBucketPolicy', providerMessage });
  }
}

async function write(document: PolicyDocument, on: StorageHandle): Promise<void> {
  const { bucket } = on.config;
  await atBorder('PutBucketPolicy', async () => {
    if (document.Statement.length === 0)
      await on.client.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
    else {
      const Policy = JSON.stringify({ Version: '2012-10-17', ...document });
      await on.client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
    }
  });
}

/** Providers reorder keys and turn a list of one into a plain text. */
function saysTheSame(a: PolicyStatement, b: PolicyStatement): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? canonical(value[0]) : value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, canonical(inner)]));
}
