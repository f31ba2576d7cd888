'use client';

import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import type { Checksum, FileCheck, FileDto } from '@/lib/contracts/files';
import { toHex } from './hex';

const names: Record<Checksum['kind'], string> = {
  sha256: 'SHA-256',
  md5: 'MD5',
  crc32c: 'CRC32C',
  'etag-md5-multipart': 'Multipart MD5',
};

const problems: Record<NonNullable<FileCheck['problem']>, string> = {
  missing: 'The storage no longer has this file. Tell an admin: a backup of the bucket may.',
  size_changed:
    'The stored file has another size than the one that was verified. Somebody changed it outside Sluice.',
  content_changed: 'The stored file is not the one that was verified. Somebody changed it outside Sluice.',
};

/** Checksums and who proved them, and a button that asks the storage again. */
export function Integrity({ file }: { file: FileDto }) {
  const [check, setCheck] = useState<FileCheck | null>(null);
  const [problem, setProblem] = useState<string>();
  const [pending, setPending] = useState(false);

  async function verify() {
    setPending(true);
    setProblem(undefined);
    try {
      setCheck(await api('verifyFile', { params: { id: file.id } }));
    } catch (error) {
      setProblem(toApiError(error).detail);
    } finally {
      setPending(false);
    }
  }

  return (
    <section aria-label="Integrity" className="flex flex-col gap-3 border-line border-t pt-4 text-sm">
      <h4 className="font-medium text-base">Integrity</h4>
      <p>
        Verified <Time value={file.verifiedAt} style="exact" />
      </p>
      {file.checksums.map((checksum) => (
        <div key={checksum.kind} className="flex flex-col gap-0.5">
          <p>
            <span className="font-medium">{names[checksum.kind]}</span>{' '}
            <span className="text-muted">
              {checksum.provenBy === 'bucket' ? 'proven by the storage' : 'computed by the sender'}
            </span>
          </p>
          <code className="select-all break-all font-mono text-muted text-xs">
            {checksum.kind === 'etag-md5-multipart' ? checksum.value : toHex(checksum.value)}
          </code>
        </div>
      ))}
      {check?.intact && (
        <Callout tone="success">
          The stored file is the verified one. Checked <Time value={check.checkedAt} style="exact" />.
        </Callout>
      )}
      {check?.problem && <Callout tone="danger">{problems[check.problem]}</Callout>}
      {problem && <Callout tone="danger">{problem}</Callout>}
      <Button
        size="sm"
        pending={pending}
        icon={<ShieldCheck aria-hidden className="size-4" />}
        onClick={verify}
        className="self-start"
      >
        Check again
      </Button>
    </section>
  );
}
