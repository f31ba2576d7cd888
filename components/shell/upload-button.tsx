'use client';

import { Plus, Upload } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { commandStore, findCommand } from './commands';
import { useMe } from './use-me';

/** True once something on the page can take uploads. */
const useCanUpload = (): boolean => {
  const isRegistered = useSyncExternalStore(
    commandStore.subscribe,
    () => findCommand('upload') !== null,
    () => true,
  );
  return useMe().limits.canUpload && isRegistered;
};

const run = () => findCommand('upload')?.run();

/** The main action, in the top bar; hidden where the person may not upload. */
export function UploadButton() {
  const { limits } = useMe();
  const canUpload = useCanUpload();
  if (!limits.canUpload) return null;
  return (
    <Button
      variant="primary"
      icon={<Upload aria-hidden className="size-4" />}
      onClick={run}
      disabled={!canUpload}
      data-tip="Upload files"
      data-tip-keys="U"
      className="max-md:hidden"
    >
      Upload
    </Button>
  );
}

/** The same action for the thumb, in the bottom bar. */
export function UploadThumbButton({ className }: { className?: string }) {
  const { limits } = useMe();
  const canUpload = useCanUpload();
  if (!limits.canUpload) return null;
  return (
    <button
      type="button"
      aria-label="Upload files"
      onClick={run}
      disabled={!canUpload}
      className={cx(
        'flex size-12 items-center justify-center rounded-full bg-accent text-on-accent transition-colors hover:bg-accent-hover disabled:opacity-50',
        className,
      )}
    >
      <Plus aria-hidden className="size-6" />
    </button>
  );
}
