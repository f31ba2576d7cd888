import 'server-only';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListPartsCommand,
} from '@aws-sdk/client-s3';
import { atBorder, defaultStorage, type StorageHandle } from './client';
import { isStorageError, StorageError } from './errors';
import { findObject, unquoted } from './head-object';
import { decodeListed } from './list-objects';
import { assertOwnKeys } from './own-keys';

/** A part as the bucket has it. The ETag is the part's MD5 where the capabilities say so. */
export interface UploadedPart {
  partNumber: number;
  sizeBytes: number;
  etag: string;
  checksums: { sha256?: string; crc32c?: string };
}

/** Names one multipart upload. */
export interface MultipartRef {
  key: string;
  multipartId: string;
}

/** Opens a multipart upload under our prefix. With sha256, each part must carry that checksum. */
export async function createMultipart(
  request: { key: string; contentType: string; checksum?: 'sha256' },
  on: StorageHandle = defaultStorage(),
): Promise<MultipartRef> {
  assertOwnKeys([request.key], on);
  const answer = await atBorder('CreateMultipartUpload', () =>
    on.client.send(
      new CreateMultipartUploadCommand({
        Bucket: on.config.bucket,
        Key: request.key,
        ContentType: request.contentType,
        ...(request.checksum && { ChecksumAlgorithm: 'SHA256' }),
      }),
    ),
  );
  if (!answer.UploadId) throw new StorageError({ kind: 'unavailable', operation: 'CreateMultipartUpload' });
  return { key: request.key, multipartId: answer.UploadId };
}

/** All parts the bucket has, by number. Throws not_found once completed or aborted. */
export async function listParts(
  ref: MultipartRef,
  on: StorageHandle = defaultStorage(),
): Promise<UploadedPart[]> {
  const parts: UploadedPart[] = [];
  let marker: string | undefined;
  do {
    const page = await atBorder('ListParts', () =>
      on.client.send(
        new ListPartsCommand({
          Bucket: on.config.bucket,
          Key: ref.key,
          UploadId: ref.multipartId,
          ...(marker && { PartNumberMarker: marker }),
        }),
      ),
    );
    for (const part of page.Parts ?? []) {
      parts.push({
        partNumber: part.PartNumber ?? 0,
        sizeBytes: part.Size ?? 0,
        etag: unquoted(part.ETag),
        checksums: {
          ...(part.ChecksumSHA256 && { sha256: part.ChecksumSHA256 }),
          ...(part.ChecksumCRC32C && { crc32c: part.ChecksumCRC32C }),
        },
      });
    }
    marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (marker);
  return parts.sort((a, b) => a.partNumber - b.partNumber);
}

/**
 * Makes the object of its parts. Asked again after an answer was lost, AWS and the embedded bucket tell the same,
 * others throw not_found: then look at the object. Throws invalid for wrong parts, and the true error when 200
 * arrives with an error inside.
 */
export async function completeMultipart(
  request: MultipartRef & { parts: readonly Pick<UploadedPart, 'partNumber' | 'etag' | 'checksums'>[] },
  on: StorageHandle = defaultStorage(),
): Promise<{ etag: string }> {
  const parts = request.parts.map((part) => ({
    PartNumber: part.partNumber,
    ETag: `"${part.etag}"`,
    ...(part.checksums.sha256 && { ChecksumSHA256: part.checksums.sha256 }),
  }));
  const answer = await atBorder('CompleteMultipartUpload', () =>
    on.client.send(
      new CompleteMultipartUploadCommand({
        Bucket: on.config.bucket,
        Key: request.key,
        UploadId: request.multipartId,
        MultipartUpload: { Parts: parts },
      }),
    ),
  );
  if (answer.ETag) return { etag: unquoted(answer.ETag) };
  // Ceph 16 leaves the ETag of a good answer empty; nothing at all in a 200 is no good answer. The object decides.
  const made = await findObject(request.key, on);
  if (!made) throw new StorageError({ kind: 'unavailable', operation: 'CompleteMultipartUpload' });
  return { etag: made.etag };
}

/** Gives up an upload and frees its parts; one that is gone already is fine. Refuses keys that are not ours. */
export async function abortMultipart(ref: MultipartRef, on: StorageHandle = defaultStorage()): Promise<void> {
  assertOwnKeys([ref.key], on);
  const input = { Bucket: on.config.bucket, Key: ref.key, UploadId: ref.multipartId };
  try {
    await atBorder('AbortMultipartUpload', () => on.client.send(new AbortMultipartUploadCommand(input)));
  } catch (error) {
    if (!isStorageError(error, 'not_found')) throw error;
  }
}

/** Pages of open multipart uploads under our prefix, known to a row or not. */
export async function* listMultipartUploads(
  on: StorageHandle = defaultStorage(),
): AsyncGenerator<(MultipartRef & { startedAt: Date })[]> {
  let from: ListFrom | undefined = {};
  while (from) {
    const page: ListMultipartUploadsCommandOutput = await listUploadsPage(from, on);
    const decode = page.EncodingType === 'url' ? decodeListed : (key: string) => key;
    const uploads = (page.Uploads ?? [])
      .map((upload) => ({
        key: decode(upload.Key ?? ''),
        multipartId: upload.UploadId ?? '',
        startedAt: upload.Initiated ?? new Date(0),
      }))
      // Some engines match the prefix loosely or not at all here; a foreign upload must never be aborted.
      .filter((upload) => upload.key.startsWith(on.config.prefix));
    if (uploads.length > 0) yield uploads;
    from =
      page.IsTruncated && page.NextKeyMarker
        ? {
            KeyMarker: decode(page.NextKeyMarker),
            ...(page.NextUploadIdMarker && { UploadIdMarker: page.NextUploadIdMarker }),
          }
        : undefined;
  }
}

interface ListFrom {
  KeyMarker?: string;
  UploadIdMarker?: string;
}

function listUploadsPage(from: ListFrom, on: StorageHandle): Promise<ListMultipartUploadsCommandOutput> {
  const { bucket, prefix } = on.config;
  const command = new ListMultipartUploadsCommand({
    Bucket: bucket,
    Prefix: prefix,
    EncodingType: 'url',
    ...from,
  });
  return atBorder('ListMultipartUploads', () => on.client.send(command));
}
