import 'server-only';
import {
  type CORSRule,
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  PutBucketCorsCommand,
} from '@aws-sdk/client-s3';
import { atBorder, defaultStorage, type StorageHandle } from './client';
import { mergeRules, orRefusal, type Reading, type Refusal, type RulePlan } from './configuration';
import { isStorageError } from './errors';

/** One CORS rule, lists in a fixed order. */
export interface CorsRule {
  id?: string | undefined;
  origins: string[];
  methods: string[];
  allowedHeaders: string[];
  exposedHeaders: string[];
  maxAgeSeconds?: number | undefined;
}

const CORS_RULE_ID = 'sluice-app';

/** Just what the upload engine, the viewer and the ZIP maker send and read. */
export function wantedCorsRule(publicOrigins: readonly string[]): CorsRule {
  return {
    id: CORS_RULE_ID,
    origins: [...new Set(publicOrigins)].sort(),
    methods: ['GET', 'HEAD', 'POST', 'PUT'],
    allowedHeaders: [
      'content-md5',
      'content-type',
      'if-none-match',
      'range',
      'x-amz-acl',
      'x-amz-checksum-crc32c',
      'x-amz-checksum-sha256',
    ],
    exposedHeaders: [
      'Accept-Ranges',
      'Content-Length',
      'Content-Range',
      'ETag',
      'Retry-After',
      'x-amz-request-id',
    ],
    // Chromium caps a preflight's life at two hours.
    maxAgeSeconds: 7_200,
  };
}

/** The bucket's CORS rules as they are. */
export async function readCors(on: StorageHandle = defaultStorage()): Promise<Reading<CorsRule[]>> {
  const answer = await orRefusal('s3:GetBucketCORS', () => currentRules(on));
  return answer.done
    ? { readable: true, current: answer.value.map(fromWire) }
    : { readable: false, refusal: answer.refusal };
}

export type CorsPlan = { possible: true; plan: RulePlan<CorsRule> } | { possible: false; refusal: Refusal };

/** What would change so that publicOrigins may upload; nothing is written. Rules of others stay. */
export async function planCors(
  request: { publicOrigins: readonly string[] },
  on: StorageHandle = defaultStorage(),
): Promise<CorsPlan> {
  const reading = await readCors(on);
  if (!reading.readable) return { possible: false, refusal: reading.refusal };
  const wanted = request.publicOrigins.length > 0 ? [wantedCorsRule(request.publicOrigins)] : [];
  return { possible: true, plan: mergeRules(reading.current, wanted, { ours: isOurs, same: saysTheSame }) };
}

/** Writes a plan. Returns the refusal when the provider would not take it, null when it is in place. */
export async function applyCors(
  plan: CorsPlan,
  on: StorageHandle = defaultStorage(),
): Promise<Refusal | null> {
  if (!plan.possible) return plan.refusal;
  if (plan.plan.isInSync) return null;
  const rules = plan.plan.next.map(toWire);
  const { bucket } = on.config;
  const answer = await orRefusal('s3:PutBucketCORS', () =>
    atBorder('PutBucketCors', async () => {
      if (rules.length === 0) await on.client.send(new DeleteBucketCorsCommand({ Bucket: bucket }));
      else
        await on.client.send(
          new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: rules } }),
        );
    }),
  );
  return answer.done ? null : answer.refusal;
}

/** What the rules let a page of this origin do: upload at all, and read the ETag of the answer. */
export function allowedFrom(
  origin: string,
  rules: readonly CorsRule[],
): { upload: boolean; readETag: boolean } {
  const matches = (pattern: string) =>
    new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`, 'i').test(origin);
  // The first rule that fits decides, as in S3.
  const rule = rules.find((one) => one.methods.includes('PUT') && one.origins.some(matches));
  return {
    upload: rule !== undefined,
    readETag: rule?.exposedHeaders.some((name) => /^(etag|\*)$/i.test(name)) ?? false,
  };
}

async function currentRules(on: StorageHandle): Promise<CORSRule[]> {
  try {
    const command = new GetBucketCorsCommand({ Bucket: on.config.bucket });
    return (await atBorder('GetBucketCors', () => on.client.send(command))).CORSRules ?? [];
  } catch (error) {
    if (isStorageError(error, 'not_found')) return [];
    throw error;
  }
}

function fromWire(rule: CORSRule): CorsRule {
  return {
    id: rule.ID,
    origins: [...(rule.AllowedOrigins ?? [])].sort(),
    methods: [...(rule.AllowedMethods ?? [])].sort(),
    allowedHeaders: [...(rule.AllowedHeaders ?? [])].sort(),
    exposedHeaders: [...(rule.ExposeHeaders ?? [])].sort(),
    maxAgeSeconds: rule.MaxAgeSeconds,
  };
}

function toWire(rule: CorsRule): CORSRule {
  return {
    ID: rule.id,
    AllowedOrigins: rule.origins,
    AllowedMethods: rule.methods,
    AllowedHeaders: rule.allowedHeaders,
    ExposeHeaders: rule.exposedHeaders,
    MaxAgeSeconds: rule.maxAgeSeconds,
  };
}

/** By its id; an engine that forgets ids leaves us our very own list of headers to know it by. */
function isOurs(rule: CorsRule): boolean {
  if (rule.id) return rule.id.startsWith('sluice-');
  return saysTheSame(rule, { ...wantedCorsRule(rule.origins), maxAgeSeconds: rule.maxAgeSeconds });
}

function saysTheSame(a: CorsRule, b: CorsRule): boolean {
  const bare = ({ id: _, ...rule }: CorsRule) => JSON.stringify(rule).toLowerCase();
  return bare(a) === bare(b);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
