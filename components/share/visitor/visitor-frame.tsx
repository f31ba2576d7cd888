import type { ReactNode } from 'react';
import { Brand } from '@/components/shell/brand';

/** The frame of every page a visitor sees: the mark, the content, one line at the foot. */
export const VisitorFrame = ({ children }: { children: ReactNode }) => (
  <div className="flex min-h-dvh flex-col">
    <header className="mx-auto flex w-full max-w-content items-center px-4 pt-5 md:px-6">
      <Brand />
    </header>
    <main className="mx-auto flex w-full max-w-content flex-1 flex-col gap-6 px-4 py-6 md:px-6 md:py-8">
      {children}
    </main>
    <footer className="mx-auto w-full max-w-content px-4 pb-6 text-muted text-sm md:px-6">
      Files come straight from the sender’s own storage.
    </footer>
  </div>
);
