import type { Metadata } from 'next';
import { buttonClass } from '@/components/ui/button-class';

export const metadata: Metadata = { title: 'Not found' };

/** One page for what does not exist and for what is not yours. Plain HTML: every page carries it in its first load. */
export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-4 px-4 py-16 text-center">
      <div className="flex max-w-sm flex-col gap-1">
        <h1 className="text-balance font-medium text-lg">There is nothing at this address</h1>
        <p className="text-pretty text-muted">
          It may have been moved or removed, or it belongs to somebody else.
        </p>
      </div>
      <a href="/" className={buttonClass()}>
        Go to your files
      </a>
    </main>
  );
}
