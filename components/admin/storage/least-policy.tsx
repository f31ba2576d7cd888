'use client';

import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';

/** The least rights this bucket's key needs, to be pasted at the provider. */
export function LeastPolicy({ policy }: { policy: string }) {
  const text = useRef<HTMLTextAreaElement>(null);
  const [isCopied, setCopied] = useState(false);
  async function copy() {
    text.current?.select();
    try {
      await navigator.clipboard.writeText(policy);
      setCopied(true);
    } catch {
      // Plain http has no clipboard: the text is selected, and the keyboard copies it.
      setCopied(false);
    }
  }
  return (
    <Section
      title="Least rights"
      description="An IAM policy for exactly this bucket and prefix. The last statement is for the page above only."
      action={
        <Button
          icon={isCopied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
          onClick={copy}
        >
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
      }
    >
      <textarea
        ref={text}
        readOnly
        aria-label="IAM policy"
        value={policy}
        rows={14}
        wrap="off"
        spellCheck={false}
        className="w-full resize-y rounded-md border border-control bg-bg p-3 font-mono text-sm"
      />
    </Section>
  );
}
