import { S3Error } from '../errors';
import { deleteBucketCors, getBucketCors, putBucketCors } from '../operations/bucket-cors';
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  headBucket,
  listBuckets,
} from '../operations/buckets';
import { copyObject } from '../operations/copy-object';
import { deleteObject, deleteObjects } from '../operations/delete-objects';
import { getObject } from '../operations/get-object';
import { listObjectsV1, listObjectsV2 } from '../operations/list-objects';
import { listParts, listUploads } from '../operations/list-uploads';
import { abortUpload, completeUpload, createUpload } from '../operations/multipart';
import { putObject } from '../operations/put-object';
import {
  absentSetting,
  getAcl,
  getObjectTagging,
  getPublicAccessBlock,
  getVersioning,
  notImplemented,
} from '../operations/settings';
import { uploadPart, uploadPartCopy } from '../operations/upload-part';
import { type Context, type Operation, parameter } from './context';

/** Parameters that choose another operation than the plain method would. */
const subresources = new Set(
  `accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle
   location logging metrics notification object-lock ownershipControls policy policyStatus publicAccessBlock
   replication requestPayment restore retention select tagging torrent uploadId uploads versionId versioning
   versions website`.split(/\s+/),
);

const service: Record<string, Operation> = { GET: listBuckets };

const bucket: Record<string, Operation> = {
  GET: (context) =>
    context.target.query.get('list-type') === '2' ? listObjectsV2(context) : listObjectsV1(context),
  HEAD: headBucket,
  PUT: createBucket,
  DELETE: deleteBucket,
  'POST delete': deleteObjects,
  'GET cors': getBucketCors,
  'PUT cors': putBucketCors,
  'DELETE cors': deleteBucketCors,
  'GET location': getBucketLocation,
  'GET uploads': listUploads,
  'GET versioning': getVersioning,
  'GET acl': getAcl,
  'GET publicAccessBlock': getPublicAccessBlock,
  'GET lifecycle': absentSetting('NoSuchLifecycleConfiguration'),
  'GET policy': absentSetting('NoSuchBucketPolicy'),
  'GET tagging': absentSetting('NoSuchTagSet'),
  'GET website': absentSetting('NoSuchWebsiteConfiguration'),
  'GET encryption': absentSetting('ServerSideEncryptionConfigurationNotFoundError'),
  'GET object-lock': absentSetting('ObjectLockConfigurationNotFoundError'),
};

const object: Record<string, Operation> = {
  GET: getObject,
  HEAD: getObject,
  PUT: (context) => (isCopy(context) ? copyObject(context) : putObject(context)),
  DELETE: deleteObject,
  'GET acl': getAcl,
  'GET tagging': getObjectTagging,
  'POST uploads': createUpload,
  'PUT uploadId': (context) => (isCopy(context) ? uploadPartCopy(context) : uploadPart(context)),
  'POST uploadId': completeUpload,
  'DELETE uploadId': abortUpload,
  'GET uploadId': listParts,
};

function isCopy(context: Context): boolean {
  return parameter(context, 'x-amz-copy-source') !== undefined;
}

/** The operation a request asks for. Throws NotImplemented for what S3 knows and we do not, else MethodNotAllowed. */
export function route(context: Context): Operation {
  const { target, request } = context;
  const table = target.key ? object : target.bucket ? bucket : service;
  const asked = [...new Set(target.query.pairs.map(([name]) => name))].filter((name) =>
    subresources.has(name),
  );
  const name = [
    request.method,
    ...asked.filter((sub) => sub !== 'versionId' || !isNullVersion(context)),
  ].join(' ');
  const found = table[name];
  if (found) return found;
  if (asked.length) return notImplemented;
  throw new S3Error('MethodNotAllowed');
}

/** Without versioning every object's version is called `null`. */
function isNullVersion({ target }: Context): boolean {
  return target.query.get('versionId') === 'null';
}
