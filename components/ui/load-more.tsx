import { Button } from './button';

type LoadMoreProps = { hasMore: boolean; pending: boolean; onLoad: () => void };

/** The next page of a list. A button, so that the foot of the page stays reachable. */
export const LoadMore = ({ hasMore, pending, onLoad }: LoadMoreProps) =>
  hasMore ? (
    <div className="flex justify-center py-2">
      <Button pending={pending} onClick={onLoad}>
        Show more
      </Button>
    </div>
  ) : null;
