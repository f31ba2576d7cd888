'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { showToast } from '@/components/ui/toast';

/** Copies value; where the browser forbids it (plain http), a notice holds it to be copied by hand. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      showToast({ title: 'Copy this link by hand', detail: value, durationMs: Number.POSITIVE_INFINITY });
    }
  }
  return (
    <IconButton
      label={copied ? 'Copied' : label}
      size="sm"
      icon={copied ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />}
      onClick={copy}
      onBlur={() => setCopied(false)}
    />
  );
}
