'use client';

import { useEffect, useRef } from 'react';

type EarlyInputProps = { value: string; onChange: (value: string) => void; onCancel: () => void };

/** Takes what is typed while the command menu's code is on its way: the page must not take it for its own keys. */
export function EarlyInput({ value, onChange, onCancel }: EarlyInputProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <div className="fixed inset-x-2 top-2 z-50 mx-auto max-w-xl rounded-lg border border-line bg-raised px-4 shadow-popup sm:top-[16vh]">
      <input
        ref={input}
        type="text"
        aria-label="Type a command or a file name"
        placeholder="Type a command or a file name"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onCancel()}
        className="h-12 w-full bg-transparent pl-6.5 text-lg outline-none"
      />
    </div>
  );
}
