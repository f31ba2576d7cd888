const noChecksums = 'Ceph 16 knows no x-amz-checksum-*: it stores the body whatever the header says';
const noTrailers = 'Ceph 16 knows no trailers; only the signed form without them';
const unsignedHeaders = 'Ceph takes x-amz-* headers nobody signed: sign them, always';

/**
 * Behaviours in which Ceph RGW 16.2.15 differs from this suite, by the check's name, with the reason.
 * A check named here that passes after all fails the run: the table must stay true.
 */
export const cephDifferences: Record<string, string> = {
  'a signature for another region is refused': 'Ceph takes any region that signed itself',
  'a signature for another service is refused': 'Ceph takes any service that signed itself',
  'a credential of another day is refused': "Ceph does not compare the credential's day with the date",
  'a URL from 20 minutes ahead is refused': 'Ceph checks the end of a URL, not its beginning',
  'an expiry that is no number is refused': 'Ceph reads the digits at its start and ignores the rest',
  'an unsigned x-amz-acl on a presigned PUT is refused': unsignedHeaders,
  'unsigned user metadata is refused': unsignedHeaders,
  'a bucket that does not exist is told only to those who signed': 'Ceph tells anybody which buckets exist',
  'more than 2 KB of metadata is refused': 'the limit of Ceph is a setting, and higher',
  'objects are answered with nosniff and a CSP sandbox': 'S3 engines leave that to what stands before them',
  'broken XML, a DOCTYPE and unknown entities are refused': 'Ceph reads a DOCTYPE and deletes nothing',
  'what the server cannot do it refuses instead of ignoring it':
    'Ceph serves websites and takes the redirect',
  'a public ACL does not make an object public':
    'Ceph has ACLs: sign x-amz-acl as a header, or block public access',
  'the conditions on a copy source hold': 'Ceph 16 copies although a condition on the source fails',
  'a range outside the object is 416': 'Ceph answers bytes=-0 with the whole object',
  'a 416 tells the size of the object': 'Ceph sends no Content-Range with a 416',
  'a range that cannot be understood is ignored': 'Ceph answers 416 to a range it cannot read',
  'several ranges at once give the whole object': 'Ceph serves the first of several ranges',
  'If-Range with the ETag gives the range, with another the whole': 'Ceph ignores If-Range',
  'If-Match serves its ETag and refuses others': 'Ceph compares * as if it were an ETag',
  'If-None-Match answers 304 with the ETag': 'Ceph sends no ETag with a 304',
  'PUT with If-Match replaces that version only': 'Ceph compares the ETag with its quotes on a PUT',
  'an x-amz-checksum header that is no digest is refused': noChecksums,
  'two x-amz-checksum headers are refused': noChecksums,
  ...Object.fromEntries(
    ['sha256', 'sha1', 'crc32', 'crc32c', 'crc64nvme'].flatMap((name) => [
      [`a right x-amz-checksum-${name} is accepted and given back`, noChecksums],
      [`a wrong x-amz-checksum-${name} stores nothing`, noChecksums],
    ]),
  ),
  'SHA-256 of the parts is combined into a composite checksum': noChecksums,
  'a full-object CRC is that of the whole content': noChecksums,
  'signed pieces are put together': 'Ceph stores aws-chunked as if it were an encoding of the content',
  'unsigned pieces with a checksum as trailer are put together': noTrailers,
  'signed pieces with a signed trailer are put together': noTrailers,
  'a wrong trailer checksum stores nothing': noTrailers,
  'an empty streamed body is an empty object': 'Ceph answers a streamed body without content with a mismatch',
  'a missing last piece stores nothing': 'Ceph does not ask for the last piece',
  'a broken chunk size stores nothing': 'Ceph reads some broken sizes as numbers',
  'a key of 1,024 bytes is stored, one of 1,025 refused': 'Ceph refuses it as InvalidObjectName',
  'the length of a key counts its bytes, not its letters': 'Ceph refuses it as InvalidObjectName',
  'max-keys that is no number is refused': 'Ceph reads it as no limit given',
  'parts not named at completion are dropped': 'Ceph wants every part it has to be named',
  'parts out of order are refused': 'Ceph sorts them: check the order before completing',
  'part numbers outside 1 to 10,000 are refused': 'Ceph takes 0 and 10,001: check the number before signing',
  'an upload that is not there is NoSuchUpload': 'Ceph answers 500 when such an upload is completed',
  'completing again after a lost answer gives the same object':
    'Ceph answers the repetition without quotes and entity',
  'completion with If-None-Match: * creates only': 'Ceph 16 has the condition on a plain PUT only',
  'a copy range outside its source is refused': 'Ceph reads bytes=-5 as the last five bytes',
  'one part of an object is read by its number': 'Ceph 16 does not know partNumber on a GET',
  'success_action_status and success_action_redirect are honoured':
    'Ceph adds a second ? to a redirect with a query',
};
