import { Link2Off } from 'lucide-react';
import { VisitorFrame } from '@/components/share/visitor/visitor-frame';

/** One page for every link that is not available; it does not say why, because that would be an answer. */
export default function LinkNotAvailable() {
  return (
    <VisitorFrame>
      <div className="m-auto flex max-w-sm flex-col items-center gap-2 text-center">
        <Link2Off aria-hidden className="mb-2 size-6 text-muted" />
        <h1 className="font-semibold text-xl">This link is not available</h1>
        <p className="text-pretty text-muted">
          It may have ended, been used up or taken back, or the address is not quite right. Ask whoever sent
          it for a new one.
        </p>
      </div>
    </VisitorFrame>
  );
}
