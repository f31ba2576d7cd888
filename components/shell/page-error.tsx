import { buttonClass } from '@/components/ui/button-class';
import { RequestId } from '@/components/ui/request-id';

type PageErrorProps = {
  title: string;
  detail: string;
  /** Next's digest of a server error: the number under which the log knows it. */
  digest: string | undefined;
  onRetry: () => void;
};

/**
 * A page that failed. Every page carries this boundary in its first load, so it uses nothing that has to be loaded:
 * no icons, no links.
 */
export const PageError = ({ title, detail, digest, onRetry }: PageErrorProps) => (
  <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-4 px-4 py-24 text-center">
    <div className="flex flex-col gap-1">
      <h1 className="font-medium text-lg">{title}</h1>
      <p className="text-pretty text-muted">{detail}</p>
    </div>
    <button type="button" onClick={onRetry} className={buttonClass()}>
      Try again
    </button>
    {digest && <RequestId id={digest} />}
  </div>
);
