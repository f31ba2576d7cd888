'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { Field } from './field';
import { IconButton } from './icon-button';
import { Input } from './input';

type PasswordFieldProps = Omit<ComponentProps<'input'>, 'id' | 'type' | 'children'> & {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  aside?: ReactNode;
};

/** A password that can be looked at before it is sent. Pasting stays possible (NIST SP 800-63B). */
export function PasswordField({ label, hint, error, aside, className, ...input }: PasswordFieldProps) {
  const [visible, setVisible] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      {(control) => (
        <div className="relative">
          <Input
            {...input}
            {...control}
            type={visible ? 'text' : 'password'}
            spellCheck={false}
            autoCapitalize="none"
            className="pr-control"
          />
          <IconButton
            label={visible ? 'Hide the password' : 'Show the password'}
            aria-pressed={visible}
            icon={visible ? <EyeOff /> : <Eye />}
            onClick={() => setVisible((was) => !was)}
            className="absolute inset-y-0 right-0 aria-pressed:bg-transparent"
          />
        </div>
      )}
    </Field>
  );
}
