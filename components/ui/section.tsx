import { type ReactNode, useId } from 'react';
import { cx } from './cx';

type SectionProps = {
  title: string;
  description?: ReactNode;
  /** Beside the title. */
  action?: ReactNode;
  danger?: boolean;
  children?: ReactNode;
};

/** One subject of a settings page: a titled panel. */
export function Section({ title, description, action, danger = false, children }: SectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={cx(
        'flex flex-col gap-5 rounded-lg border bg-raised p-5',
        danger ? 'border-danger/50' : 'border-line',
      )}
    >
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-1">
          <h2 id={id} className="font-semibold text-lg">
            {title}
          </h2>
          {description && <p className="text-pretty text-muted">{description}</p>}
        </div>
        {action}
      </header>
      {children}
    </section>
  );
}
