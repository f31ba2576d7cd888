import { cx } from '@/components/ui/cx';

/**
 * The tick of a file. The cell itself is what screen readers and keys select (aria-selected, Space), so this is a target
 * for the pointer only; the collection listens.
 */
export const SelectTick = ({
  name,
  selected,
  className,
}: {
  name: string;
  selected: boolean;
  className?: string;
}) => (
  <span
    data-tick
    title={`${selected ? 'Deselect' : 'Select'} ${name}`}
    aria-hidden
    className={cx(
      'flex size-6 items-center justify-center rounded-full border touch:size-8',
      selected
        ? 'border-accent bg-accent text-on-accent'
        : 'border-control bg-bg/85 text-muted *:hidden [@media(hover:hover)]:[&:hover>*]:block',
      className,
    )}
  >
    <span className="icon-check size-3.5" />
  </span>
);
