'use client';

import { useState } from 'react';
import { Input } from '@/components/ui/input';
import { nameProblem } from './name-problem';

type RenameFieldProps = {
  name: string;
  label?: string;
  /** The new name; null when nothing is to change. */
  onDone: (name: string | null) => void;
};

/** A name being edited where it stands. Enter and leaving keep it, Escape does not; only the stem is selected. */
export function RenameField({ name, label = 'New name', onDone }: RenameFieldProps) {
  const [text, setText] = useState(name);
  const problem = nameProblem(text.normalize('NFC'));

  const finish = () => {
    const renamed = text.normalize('NFC');
    onDone(problem || renamed === name ? null : renamed);
  };

  return (
    <form
      data-rename
      onSubmit={(event) => {
        event.preventDefault();
        if (!problem) finish();
      }}
      className="relative w-full"
    >
      <Input
        ref={selectStem}
        aria-label={label}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? 'rename-problem' : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') onDone(null);
        }}
        autoComplete="off"
        spellCheck={false}
        // Clear of the bars at the top and at the bottom of a phone.
        className="h-8 scroll-my-24"
      />
      {problem && (
        <p
          id="rename-problem"
          role="alert"
          className="absolute top-full left-0 z-10 mt-1 rounded-md border border-line bg-raised px-2 py-1 text-danger text-xs shadow-popup"
        >
          {problem}
        </p>
      )}
    </form>
  );
}

/** Selects the name without its extension, once, when the field appears. */
function selectStem(input: HTMLInputElement | null): void {
  if (!input || document.activeElement === input) return;
  input.focus({ preventScroll: true });
  input.scrollIntoView({ block: 'nearest' });
  const dot = input.value.lastIndexOf('.');
  input.setSelectionRange(0, dot > 0 ? dot : input.value.length);
}
