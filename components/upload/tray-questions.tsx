'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/lib/format/count';
import type { StateName, Totals, Uploader, UploadItem } from '@/lib/uploader';

type TrayQuestionsProps = { totals: Totals; items: readonly UploadItem[]; uploader: Uploader };

/** What needs an answer, asked once for many; each answer is a verb. */
export function TrayQuestions({ totals: { states }, items, uploader }: TrayQuestionsProps) {
  const idsIn = (name: StateName) => items.filter(({ state }) => state.name === name).map(({ id }) => id);
  const { conflict = 0, duplicate = 0, failed = 0 } = states;
  const needsFile = states['needs-file'] ?? 0;
  const retryable = failed > 0 && items.some(({ state }) => state.name === 'failed' && state.retryable);
  return (
    <>
      {conflict > 0 && (
        <Question
          words={`${formatCount(conflict, 'file')} of the same name ${conflict === 1 ? 'is' : 'are'} already here.`}
        >
          <Answer onClick={() => uploader.resolveConflicts('keep-both', idsIn('conflict'))}>Keep both</Answer>
          <Answer onClick={() => uploader.resolveConflicts('replace', idsIn('conflict'))}>Replace</Answer>
          <Answer onClick={() => uploader.resolveConflicts('skip', idsIn('conflict'))}>Skip</Answer>
        </Question>
      )}
      {duplicate > 0 && (
        <Question
          words={`${formatCount(duplicate, 'file')} with the same content ${duplicate === 1 ? 'is' : 'are'} already here.`}
        >
          <Answer onClick={() => uploader.resolveConflicts('skip', idsIn('duplicate'))}>Skip</Answer>
          <Answer onClick={() => uploader.resolveConflicts('keep-both', idsIn('duplicate'))}>
            Upload anyway
          </Answer>
        </Question>
      )}
      {needsFile > 1 && (
        <Question
          words={`${formatCount(needsFile, 'upload')} of an earlier visit can go on. Drop the files here again, or choose them one by one.`}
        />
      )}
      {retryable && (
        <Question words={`${formatCount(failed, 'upload')} failed.`}>
          <Answer onClick={() => uploader.retry()}>Try all again</Answer>
        </Question>
      )}
    </>
  );
}

const Question = ({ words, children }: { words: string; children?: ReactNode }) => (
  <div className="flex shrink-0 flex-wrap items-center gap-2 border-line border-t bg-warning-subtle px-3 py-2">
    <p className="min-w-40 flex-1 text-pretty text-sm">{words}</p>
    <div className="flex gap-1.5">{children}</div>
  </div>
);

const Answer = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <Button size="sm" onClick={onClick}>
    {children}
  </Button>
);
