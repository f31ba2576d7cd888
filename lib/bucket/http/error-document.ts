import type { S3Error } from '../errors';
import { element, xmlDocument } from './xml';

/** error as S3's XML. */
export function errorDocument(error: S3Error, resource: string, requestId: string): string {
  return xmlDocument(
    element('Error', [
      element('Code', error.code),
      element('Message', error.message),
      ...Object.entries(error.details).map(([name, value]) => element(name, value)),
      element('Resource', resource),
      element('RequestId', requestId),
    ]),
  );
}
