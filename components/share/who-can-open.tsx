import { Globe, Lock } from 'lucide-react';

/** The answer to the one question of every share dialog. */
export const WhoCanOpen = ({ text, isPublic }: { text: string; isPublic: boolean }) => {
  const Icon = isPublic ? Globe : Lock;
  return (
    <p className="flex items-start gap-2 rounded-md bg-subtle px-3 py-2.5" aria-live="polite">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
      <span>
        <span className="sr-only">Who can open this? </span>
        {text}
      </span>
    </p>
  );
};
