'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { CopyField } from '@/components/ui/copy-field';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import type { FileDto } from '@/lib/contracts/files';
import { formatDateTime } from '@/lib/format/date';

const lives = [
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '172800', label: '2 days' },
  { value: '604800', label: '7 days' },
] as const;
type Life = (typeof lives)[number]['value'];

/** Documents are read soon, pictures are shown around (API.md: default life per kind). */
const usualLife = (kind: FileDto['kind']): Life =>
  kind === 'image' ? '604800' : kind === 'document' ? '172800' : '86400';

type LinkDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; file: FileDto };

/** A signed download link with a chosen life. Says who can open it before it is made. */
export function LinkDialog({ open, onOpenChange, file }: LinkDialogProps) {
  const [life, setLife] = useState<Life>(usualLife(file.kind));
  const [link, setLink] = useState<{ url: string; expiresAt: string }>();
  const [problem, setProblem] = useState<string>();
  const [pending, setPending] = useState(false);

  async function create() {
    setPending(true);
    setProblem(undefined);
    try {
      const { presign } = await api('presignFile', {
        params: { id: file.id },
        body: { disposition: 'attachment', expiresIn: Number(life) },
      });
      setLink(presign);
      // Copied at once where the browser allows it after the wait; the field below has its own button.
      await navigator.clipboard?.writeText(presign.url).catch(() => undefined);
    } catch (error) {
      setProblem(toApiError(error).detail);
    } finally {
      setPending(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Copy a link"
      description="Anyone who has the link can download this file until it ends. It cannot be taken back earlier."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{link ? 'Done' : 'Cancel'}</Button>
          {!link && (
            <Button variant="primary" pending={pending} onClick={create}>
              Create and copy
            </Button>
          )}
        </>
      }
    >
      {link ? (
        <CopyField label="Link" value={link.url} hint={`Works until ${formatDateTime(link.expiresAt)}.`} />
      ) : (
        <Field label="Ends after">
          {(control) => (
            <Select {...control} value={life} options={lives} onValueChange={setLife} className="w-full" />
          )}
        </Field>
      )}
      {problem && (
        <Callout tone="danger" className="mt-3">
          {problem}
        </Callout>
      )}
    </Dialog>
  );
}
