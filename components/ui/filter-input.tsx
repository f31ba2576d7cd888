import { Search } from 'lucide-react';
import { cx } from './cx';
import { inputClass } from './input';

type FilterInputProps = {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  className?: string;
};

/** Narrows the list below it. The label is its placeholder and its name. */
export const FilterInput = ({ label, value, onValueChange, className }: FilterInputProps) => (
  <span className={cx('relative', className)}>
    <Search
      aria-hidden
      className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
    />
    <input
      type="search"
      aria-label={label}
      placeholder={label}
      autoComplete="off"
      maxLength={200}
      value={value}
      onChange={(event) => onValueChange(event.target.value)}
      className={cx(inputClass, 'pl-8')}
    />
  </span>
);
