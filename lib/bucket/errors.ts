/**
 * Every S3 error code this server answers with: HTTP status and default sentence.
 * Source: "Error responses", Amazon S3 API reference; 507 and 421 are ours (RFC 4918, RFC 9110).
 */
const codes = {
  AccessDenied: [403, 'Access denied.'],
  AccessControlListNotSupported: [400, 'The bucket does not allow ACLs.'],
  AccessForbidden: [403, 'CORSResponse: This CORS request is not allowed.'],
  AuthorizationHeaderMalformed: [400, 'The authorization header is malformed.'],
  AuthorizationQueryParametersError: [400, 'The authorization query parameters are malformed.'],
  BadDigest: [400, 'The checksum you specified did not match what we received.'],
  BucketAlreadyOwnedByYou: [409, 'You already own a bucket of this name.'],
  BucketNotEmpty: [409, 'The bucket you tried to delete is not empty.'],
  EntityTooLarge: [400, 'The upload is larger than the maximum allowed object size.'],
  EntityTooSmall: [400, 'A part other than the last one is smaller than 5 MiB.'],
  ExpiredToken: [400, 'The provided token has expired.'],
  IllegalLocationConstraintException: [400, 'The location constraint does not match this region.'],
  IncompleteBody: [400, 'The body is shorter or longer than its headers say, or badly framed.'],
  InsufficientStorage: [507, 'There is not enough free disk space for this body.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidAccessKeyId: [403, 'The access key does not exist here.'],
  InvalidArgument: [400, 'An argument is invalid.'],
  InvalidBucketName: [400, 'The bucket name is not valid.'],
  InvalidDigest: [400, 'The Content-MD5 or checksum value is not valid.'],
  InvalidPart: [400, 'A part was not found, or its ETag does not match.'],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  InvalidPartNumber: [416, 'The requested part number is not satisfiable.'],
  InvalidPolicyDocument: [400, 'The content of the form does not meet the conditions of the policy.'],
  InvalidRange: [416, 'The requested range is not satisfiable.'],
  InvalidRequest: [400, 'The request is not valid.'],
  InvalidStorageClass: [400, 'The storage class you specified is not valid.'],
  InvalidToken: [400, 'Session tokens are not supported.'],
  InvalidURI: [400, 'The URI could not be parsed.'],
  KeyTooLongError: [400, 'The key is longer than 1,024 bytes.'],
  MalformedPOSTRequest: [400, 'The body of the POST is not well-formed multipart/form-data.'],
  MalformedXML: [400, 'The XML is not well-formed or does not fit the schema.'],
  MaxPostPreDataLengthExceeded: [400, 'The form fields before the file are too large.'],
  MetadataTooLarge: [400, 'The metadata headers exceed 2 KB.'],
  MethodNotAllowed: [405, 'The method is not allowed against this resource.'],
  MisdirectedRequest: [421, 'The Host header names a host this server does not answer for.'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  NoSuchBucket: [404, 'The bucket does not exist.'],
  NoSuchBucketPolicy: [404, 'The bucket policy does not exist.'],
  NoSuchCORSConfiguration: [404, 'The CORS configuration does not exist.'],
  NoSuchKey: [404, 'The key does not exist.'],
  NoSuchLifecycleConfiguration: [404, 'The lifecycle configuration does not exist.'],
  NoSuchTagSet: [404, 'There is no tag set.'],
  NoSuchUpload: [404, 'The upload does not exist; it may have been aborted or completed.'],
  NoSuchWebsiteConfiguration: [404, 'There is no website configuration.'],
  NotImplemented: [501, 'This functionality is not implemented.'],
  ObjectLockConfigurationNotFoundError: [404, 'There is no object lock configuration.'],
  PreconditionFailed: [412, 'At least one of the preconditions you specified did not hold.'],
  RequestTimeTooSkewed: [403, 'The difference between the request time and the current time is too large.'],
  RequestTimeout: [400, 'The connection was idle or too slow while a body was expected.'],
  ServerSideEncryptionConfigurationNotFoundError: [404, 'There is no server-side encryption configuration.'],
  ServiceUnavailable: [503, 'The server is stopping. Please try again.'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided.',
  ],
  XAmzContentSHA256Mismatch: [400, 'The body does not match its x-amz-content-sha256 header.'],
} as const satisfies Record<string, readonly [number, string]>;

export type S3ErrorCode = keyof typeof codes;

/** An expected failure, answered as S3's XML. `details` become extra elements of the answer. */
export class S3Error extends Error {
  readonly status: number;
  constructor(
    readonly code: S3ErrorCode,
    message?: string,
    readonly details: Record<string, string> = {},
  ) {
    super(message ?? codes[code][1]);
    this.status = codes[code][0];
  }
}

/** The S3 error for anything thrown: a full disk becomes 507, a broken URI 400, the unknown 500 without detail. */
export function toS3Error(thrown: unknown): S3Error {
  if (thrown instanceof S3Error) return thrown;
  const systemCode = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (systemCode === 'ENOSPC' || systemCode === 'EDQUOT' || systemCode === 'SQLITE_FULL')
    return new S3Error('InsufficientStorage');
  if (thrown instanceof URIError) return new S3Error('InvalidURI');
  return new S3Error('InternalError');
}
