import { Link2Off } from 'lucide-react';
import { VisitorFrame } from '@/components/share/visitor/visitor-frame';
import { EmptyState } from '@/components/ui/empty-state';

/** One page for every link that is not available; it does not say why, because that would be an answer. */
export default function LinkNotAvailable() {
  return (
    <VisitorFrame>
      <EmptyState heading="h1" icon={<Link2Off />} title="This link is not available" className="my-auto">
        It may have ended, been used up or taken back, or the address is not quite right. Ask whoever sent it
        for a new one.
      </EmptyState>
    </VisitorFrame>
  );
}
