import { S3Error } from '../errors';
import { parseCredential, parseTimestamp } from './claim';
import { algorithm, hmacSha256, sameSignature } from './signature';
import type { Verifier } from './verify';

/** What a verified policy lets the file be. */
export interface PostPolicy {
  minBytes: number;
  maxBytes: number;
}

/** Fields that need no condition. Source: "POST policy", "Condition matching". */
const free = new Set(['x-amz-signature', 'file', 'policy']);

const refused = (message: string) => new S3Error('AccessDenied', `Invalid according to Policy: ${message}`);

/**
 * Checks the signature of a form's policy, its expiry, and that its conditions hold for every field; a field without a
 * condition is refused. `fields` have lower-case names and hold the bucket.
 */
export function verifyPostPolicy(verifier: Verifier, fields: Map<string, string>, nowMs: number): PostPolicy {
  const policy = verifySignature(verifier, fields);
  if (policy.expiration === undefined)
    throw new S3Error('InvalidPolicyDocument', 'The policy has no expiration.');
  if (!(Date.parse(policy.expiration) > nowMs)) throw refused('Policy expired.');
  const covered = new Set<string>();
  const range = { minBytes: 0, maxBytes: Number.POSITIVE_INFINITY };
  for (const condition of policy.conditions) {
    const [operator, subject, value] = condition;
    if (operator === 'content-length-range') {
      range.minBytes = Math.max(range.minBytes, Number(subject));
      range.maxBytes = Math.min(range.maxBytes, Number(value));
      if (Number.isNaN(range.minBytes + range.maxBytes)) throw new S3Error('InvalidPolicyDocument');
      continue;
    }
    const name = subject.replace(/^\$/, '').toLowerCase();
    covered.add(name);
    const given = fields.get(name) ?? '';
    const holds = operator === 'eq' ? given === value : given.startsWith(value);
    if (!holds) throw refused(`Policy Condition failed: ["${operator}", "$${name}", "${value}"]`);
  }
  for (const name of fields.keys())
    if (!free.has(name) && !name.startsWith('x-ignore-') && !covered.has(name) && name !== 'bucket')
      throw refused(`Extra input fields: ${name}`);
  return range;
}

interface PolicyDocument {
  expiration?: string;
  conditions: [operator: string, subject: string, value: string][];
}

function verifySignature(verifier: Verifier, fields: Map<string, string>): PolicyDocument {
  const encoded = fields.get('policy');
  const credential = fields.get('x-amz-credential');
  const signature = fields.get('x-amz-signature');
  if (!encoded || !credential || !signature)
    throw new S3Error('AccessDenied', 'Anonymous access is not allowed.');
  if (fields.has('x-amz-security-token')) throw new S3Error('InvalidToken');
  if (fields.get('x-amz-algorithm') !== algorithm)
    throw new S3Error('InvalidRequest', `Only ${algorithm} is supported.`);
  const timestamp = fields.get('x-amz-date') ?? '';
  parseTimestamp(timestamp);
  const malformed = (message?: string) => new S3Error('AuthorizationQueryParametersError', message);
  const { accessKeyId, scope } = parseCredential(credential, timestamp, malformed);
  const expected = hmacSha256(verifier.signingKey(accessKeyId, scope), encoded).toString('hex');
  if (!sameSignature(expected, signature)) throw new S3Error('SignatureDoesNotMatch');
  return parsePolicy(Buffer.from(encoded, 'base64').toString());
}

/** Reads the two ways of writing a condition, `{"acl": "private"}` and `["eq", "$acl", "private"]`, as one. */
function parsePolicy(text: string): PolicyDocument {
  const invalid = () => new S3Error('InvalidPolicyDocument', 'The policy document is malformed.');
  const document = parseJson(text);
  if (typeof document !== 'object' || document === null || !('conditions' in document)) throw invalid();
  if (!Array.isArray(document.conditions)) throw invalid();
  const conditions = document.conditions.flatMap((condition: unknown): PolicyDocument['conditions'] => {
    if (Array.isArray(condition)) {
      const [operator, subject, value] = condition.map(String);
      if (
        condition.length !== 3 ||
        !['eq', 'starts-with', 'content-length-range'].includes(operator?.toLowerCase() ?? '')
      )
        throw invalid();
      return [[operator?.toLowerCase() ?? '', subject ?? '', value ?? '']];
    }
    if (typeof condition !== 'object' || condition === null) throw invalid();
    return Object.entries(condition).map(([name, value]) => ['eq', name, String(value)]);
  });
  const expiration = 'expiration' in document ? String(document.expiration) : undefined;
  return { expiration, conditions };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new S3Error('InvalidPolicyDocument', 'The policy is not JSON.');
  }
}
