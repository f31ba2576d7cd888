import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx';

type CalloutTone = 'info' | 'success' | 'warning' | 'danger';

const looks = {
  info: { box: 'bg-selected', icon: 'text-accent', Icon: Info },
  success: { box: 'bg-success-subtle', icon: 'text-success', Icon: CircleCheck },
  warning: { box: 'bg-warning-subtle', icon: 'text-warning', Icon: TriangleAlert },
  danger: { box: 'bg-danger-subtle', icon: 'text-danger', Icon: CircleAlert },
} as const;

type CalloutProps = { tone?: CalloutTone; title?: string; children?: ReactNode; className?: string };

/** A sentence that belongs to the form or list around it. Danger and warning are announced when they appear. */
export function Callout({ tone = 'info', title, children, className }: CalloutProps) {
  const { box, icon, Icon } = looks[tone];
  return (
    <div
      role={tone === 'danger' || tone === 'warning' ? 'alert' : 'status'}
      className={cx('flex gap-2.5 rounded-md px-3 py-2.5', box, className)}
    >
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', icon)} />
      <div className="min-w-0">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-pretty">{children}</div>}
      </div>
    </div>
  );
}
