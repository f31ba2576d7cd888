'use client';

import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from './button';
import { Field } from './field';
import { Input } from './input';

/** A read-only value with a copy button. Without clipboard access (plain http) the value is selected instead. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'idle' | 'copied' | 'selected'>('idle');

  async function copy() {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setState('copied');
    } catch {
      // No permission, or no secure context: the selection above lets the person press Ctrl/Cmd-C.
      setState('selected');
    }
  }

  return (
    <div>
      <Field label={label} hint={hint}>
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              ref={input}
              readOnly
              value={value}
              onFocus={(event) => event.target.select()}
              className="font-mono text-sm"
            />
            <Button
              onClick={copy}
              icon={
                state === 'copied' ? (
                  <Check aria-hidden className="size-4" />
                ) : (
                  <Copy aria-hidden className="size-4" />
                )
              }
            >
              {state === 'copied' ? 'Copied' : 'Copy'}
            </Button>
          </div>
        )}
      </Field>
      <p role="status" className="sr-only">
        {state === 'copied' && 'Copied'}
        {state === 'selected' && 'Selected. Press Control or Command C to copy.'}
      </p>
    </div>
  );
}
