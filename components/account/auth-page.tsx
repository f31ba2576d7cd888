import type { ReactNode } from 'react';
import { Brand } from '@/components/shell/brand';

type AuthPageProps = { title: string; description?: ReactNode; children: ReactNode; footer?: ReactNode };

/** A page for people who are not signed in: the mark, one card, one thing to do. */
export const AuthPage = ({ title, description, children, footer }: AuthPageProps) => (
  <main className="flex min-h-dvh flex-col items-center bg-subtle px-4 py-10 sm:justify-center sm:py-16">
    <div className="flex w-full max-w-sm flex-col gap-6">
      <Brand className="self-center" />
      <div className="flex flex-col gap-6 rounded-lg border border-line bg-raised p-6 shadow-raised">
        <header className="flex flex-col gap-1">
          <h1 className="font-semibold text-xl">{title}</h1>
          {description && <p className="text-pretty text-muted">{description}</p>}
        </header>
        {children}
      </div>
      {footer && <p className="text-center text-muted">{footer}</p>}
    </div>
  </main>
);

/** "or", between two ways to sign in. */
export const Divider = () => (
  <div className="flex items-center gap-3 text-muted text-sm">
    <span className="h-px flex-1 bg-line" />
    or
    <span className="h-px flex-1 bg-line" />
  </div>
);
