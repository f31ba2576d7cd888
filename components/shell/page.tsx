import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';

type PageProps = {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** Narrow pages are for reading and forms (720 px), the others for tables (1,200 px). */
  width?: 'narrow' | 'content';
  children: ReactNode;
};

/** Heading, actions and content of a page that is not the gallery. */
export const Page = ({ title, description, actions, width = 'content', children }: PageProps) => (
  <div
    className={cx(
      'mx-auto flex w-full flex-col gap-6 px-4 py-6 md:px-6 md:py-8',
      width === 'narrow' ? 'max-w-[45rem]' : 'max-w-content',
    )}
  >
    <header className="flex flex-wrap items-start justify-between gap-4">
      <div className="flex flex-col gap-1">
        <h1 className="font-semibold text-xl">{title}</h1>
        {description && <p className="text-pretty text-muted">{description}</p>}
      </div>
      {actions}
    </header>
    {children}
  </div>
);
