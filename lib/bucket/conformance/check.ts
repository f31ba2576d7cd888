import assert from 'node:assert/strict';
import type { S3Client } from '@aws-sdk/client-s3';
import { type Endpoint, encodePath, type RawAnswer, type RawRequest, send } from './client';

/** What a check may use: its endpoint, a bucket made for this run, and a key nobody else uses. */
export interface Bench {
  endpoint: Endpoint;
  s3: S3Client;
  /** The same without checksums of its own: a presigned URL would hold that of an empty body. */
  presigner: S3Client;
  bucket: string;
  /** A key of this check only. */
  key: (suffix?: string) => string;
}

/** One behaviour, named by a sentence that is true where the check passes. */
export interface Check {
  area: string;
  name: string;
  run: (bench: Bench) => Promise<void>;
}

/** A list of checks of one area. */
export function area(name: string, checks: Record<string, (bench: Bench) => Promise<void>>): Check[] {
  return Object.entries(checks).map(([sentence, run]) => ({ area: name, name: sentence, run }));
}

/** A request on an object of the bench's bucket. */
export function onObject(
  { endpoint, bucket }: Bench,
  key: string,
  request: Omit<RawRequest, 'path'> = {},
): Promise<RawAnswer> {
  return send(endpoint, { ...request, path: `/${bucket}/${encodePath(key)}` });
}

export function onBucket(
  { endpoint, bucket }: Bench,
  request: Omit<RawRequest, 'path'> = {},
): Promise<RawAnswer> {
  return send(endpoint, { ...request, path: `/${bucket}` });
}

export async function put(
  bench: Bench,
  key: string,
  body: Buffer | string,
  headers?: Record<string, string>,
) {
  const answer = await onObject(bench, key, { method: 'PUT', body, headers });
  expectStatus(answer, 200);
  return answer;
}

/** The content of an object, or null when there is none. */
export async function read(bench: Bench, key: string): Promise<Buffer | null> {
  const answer = await onObject(bench, key);
  if (answer.status === 404) return null;
  expectStatus(answer, 200);
  return answer.body;
}

export async function expectAbsent(bench: Bench, key: string): Promise<void> {
  assert.equal(await read(bench, key), null, `nothing may be stored under ${key}`);
}

export function expectStatus(answer: RawAnswer, status: number, code?: string): void {
  const seen = `${answer.status} ${answer.code ?? ''} ${answer.text.slice(0, 300)}`;
  assert.equal(answer.status, status, `wanted ${status} ${code ?? ''}, saw ${seen}`);
  if (code !== undefined && answer.body.length)
    assert.equal(answer.code, code, `wanted ${code}, saw ${seen}`);
}

/** Texts of all elements of one name. Engines differ in what they escape: Ceph writes an apostrophe as an entity. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) =>
    text.replace(/&(lt|gt|amp|quot|apos|#\d+|#x[0-9a-f]+);/gi, (_, entity: string) => characterOf(entity)),
  );
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function characterOf(entity: string): string {
  if (!entity.startsWith('#')) return named[entity.toLowerCase()] ?? entity;
  const isHex = /^#x/i.test(entity);
  return String.fromCodePoint(Number.parseInt(entity.slice(isHex ? 2 : 1), isHex ? 16 : 10));
}
