'use client';

import { type ReactNode, useState } from 'react';
import { FilterInput } from '@/components/ui/filter-input';
import { Select } from '@/components/ui/select';
import { useDebounced } from '@/components/ui/use-debounced';

/** What is searched for: as it is typed, and trimmed once the typing rests, for the API. */
export function useSearch() {
  const [text, setText] = useState('');
  return { text, setText, q: useDebounced(text.trim()) };
}

type ListFiltersProps = {
  /** What is looked for: "Find by name". Without it the list cannot be searched. */
  label?: string | undefined;
  search: ReturnType<typeof useSearch>;
  /** What narrows or orders the list besides. */
  children: ReactNode;
};

/** The line above a list of the admin's. */
export const ListFilters = ({ label, search, children }: ListFiltersProps) => (
  <div className="flex flex-wrap items-center gap-2">
    {label && (
      <FilterInput
        label={label}
        value={search.text}
        onValueChange={search.setText}
        className="min-w-48 flex-1 sm:max-w-xs"
      />
    )}
    {children}
  </div>
);

type FilterSelectProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
};

/** One of the choices in that line. */
export const FilterSelect = <Value extends string>({
  label,
  value,
  options,
  onChange,
}: FilterSelectProps<Value>) => (
  <Select aria-label={label} value={value} options={options} onValueChange={onChange} className="w-36" />
);
