import { type ReactNode, useId } from 'react';
import { cx } from './cx';

type SectionProps = {
  title: string;
  description?: ReactNode;
  /** Beside the title. */
  action?: ReactNode;
  danger?: boolean;
  /** On a wide page the title stands beside the content, for forms whose controls would else lie far from it. */
  split?: boolean;
  children?: ReactNode;
};

/** The frame of a section. */
export const panelClass = 'flex flex-col gap-5 rounded-lg border bg-raised p-4 sm:p-5';

/** One subject of a settings page: a titled panel. */
export function Section({
  title,
  description,
  action,
  danger = false,
  split = false,
  children,
}: SectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={cx(
        panelClass,
        danger ? 'border-danger/50' : 'border-line',
        split && 'lg:grid lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] lg:gap-x-12',
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
      {split ? <div className="flex min-w-0 flex-col gap-5">{children}</div> : children}
    </section>
  );
}
