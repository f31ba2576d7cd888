'use client';

import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useMe } from '@/components/shell/use-me';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { showError } from '@/components/ui/show-error';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import { refresh } from '@/lib/api-client/refresh';
import { sendPresigned } from '@/lib/api-client/send-presigned';
import { preparePhoto } from './prepare-photo';

/** The picture travels like any file: signed, sent to the bucket, verified there. */
async function upload(photo: Blob): Promise<void> {
  const { id, presign } = await api('createAvatar', { body: { size: photo.size, type: 'image/jpeg' } });
  await sendPresigned(presign, photo);
  await api('completeAvatar', { body: { id } });
}

/** Shows, changes and removes the profile photo. */
export function PhotoPicker() {
  const { user } = useMe();
  const input = useRef<HTMLInputElement>(null);

  const change = useMutation({
    mutationFn: upload,
    onSuccess: async () => {
      refresh(queryKeys.me);
      showToast({ title: 'Your photo is changed', tone: 'success' });
    },
    onError: (error) => showError('The photo was not changed', error),
  });
  const remove = useMutation({
    mutationFn: () => api('deleteAvatar'),
    onSuccess: () => refresh(queryKeys.me),
    onError: (error) => showError('The photo was not removed', error),
  });

  async function pick(file: File | undefined) {
    if (!file) return;
    const photo = await preparePhoto(file).catch(() => null);
    if (photo) change.mutate(photo);
    else {
      showToast({
        title: 'This picture could not be read',
        detail: 'Choose a JPEG, PNG or WebP file.',
        tone: 'danger',
      });
    }
  }

  return (
    <div className="flex items-center gap-4">
      <Avatar name={user.name} url={user.avatarUrl} size="lg" />
      <div className="flex flex-wrap gap-2">
        <input
          ref={input}
          type="file"
          accept="image/*"
          aria-label="Profile photo"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            void pick(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button pending={change.isPending} onClick={() => input.current?.click()}>
          {user.avatarUrl ? 'Change the photo' : 'Add a photo'}
        </Button>
        {user.avatarUrl && (
          <Button variant="ghost" pending={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        )}
      </div>
    </div>
  );
}
