'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { toApiError } from '@/lib/api-client/api-error';
import { signInWithProvider } from '@/lib/api-client/session';
import { FormProblem } from './form-problem';

type ProviderButtonProps = { name: string; callbackUrl: string; label?: string };

/** Signs in with the installation's identity provider. `name` is what people call it. */
export function ProviderButton({ name, callbackUrl, label = `Continue with ${name}` }: ProviderButtonProps) {
  const [pending, setPending] = useState(false);
  const [message, setMessage] = useState<string>();

  async function go() {
    setPending(true);
    setMessage(undefined);
    try {
      await signInWithProvider(callbackUrl);
    } catch (error) {
      setMessage(toApiError(error).detail);
      setPending(false);
    }
  }

  return (
    <div className="flex flex-col gap-3">
      <Button pending={pending} onClick={go} icon={<KeyRound aria-hidden className="size-4" />}>
        {label}
      </Button>
      <FormProblem message={message} error={undefined} />
    </div>
  );
}
