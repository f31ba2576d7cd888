'use client';

import { type ReactNode, useRef, useState } from 'react';
import { toApiError } from '@/lib/api-client/api-error';
import { Button } from './button';
import { Callout } from './callout';
import { Dialog } from './dialog';
import { TextField } from './field';

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question: "Delete 3 files for good?" */
  title: string;
  /** What will happen, and what cannot be taken back. */
  description: ReactNode;
  /** The verb: "Delete for good". */
  confirmLabel: string;
  danger?: boolean;
  /** When given, the person types this before the button answers. */
  typedWord?: string;
  /** The dialog closes when it settles well, and shows the error when it does not. */
  onConfirm: () => Promise<void> | void;
};

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  danger = false,
  typedWord,
  onConfirm,
}: ConfirmDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const [typed, setTyped] = useState('');
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const blocked = typedWord !== undefined && typed.trim() !== typedWord;

  async function confirm() {
    setPending(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setProblem(toApiError(error).detail);
    } finally {
      setPending(false);
    }
  }

  return (
    <Dialog
      alert
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      size="sm"
      initialFocus={typedWord === undefined ? cancel : undefined}
      footer={
        <>
          <Button ref={cancel} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            disabled={blocked}
            pending={pending}
            onClick={confirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      {(typedWord !== undefined || problem) && (
        <div className="flex flex-col gap-3">
          {typedWord !== undefined && (
            <TextField
              label={
                <>
                  Type <strong className="select-all font-semibold">{typedWord}</strong> to confirm
                </>
              }
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          )}
          {problem && <Callout tone="danger">{problem}</Callout>}
        </div>
      )}
    </Dialog>
  );
}
