import { LockKeyhole } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { PasswordField } from '@/components/ui/password-field';
import { VisitorFrame } from './visitor-frame';

type LockedShareProps = { slug: string; problem: 'password' | 'rate' | null };

/** The door of a locked link: a plain form, which needs no script. Shows nothing of what lies behind. */
export const LockedShare = ({ slug, problem }: LockedShareProps) => (
  <VisitorFrame>
    <div className="m-auto flex w-full max-w-sm flex-col gap-6 rounded-lg border border-line bg-raised p-6 shadow-raised">
      <header className="flex flex-col gap-1">
        <LockKeyhole aria-hidden className="mb-2 size-6 text-accent" />
        <h1 className="font-semibold text-xl">This link is locked</h1>
        <p className="text-pretty text-muted">Enter the password that whoever sent the link gave you.</p>
      </header>
      <form
        method="post"
        action={`/api/s/${encodeURIComponent(slug)}/unlock`}
        className="flex flex-col gap-4"
      >
        {problem === 'rate' && (
          <Callout tone="warning">Too many tries. Wait a quarter of an hour, then try again.</Callout>
        )}
        <PasswordField
          label="Password"
          name="password"
          required
          maxLength={256}
          autoComplete="current-password"
          error={problem === 'password' ? 'That is not the password of this link.' : undefined}
        />
        <Button type="submit" variant="primary">
          Open
        </Button>
      </form>
    </div>
  </VisitorFrame>
);
