'use client';

import { Camera, FolderUp, Upload } from 'lucide-react';
import { type ChangeEvent, useRef } from 'react';
import { useCommands } from '@/components/shell/commands';

/**
 * The browser's own pickers behind the commands "upload", "upload-folder" and "take-photo": one hidden input each, since
 * one input cannot take both files and folders.
 */
export function FileInputs({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  useCommands([
    { id: 'upload', group: 'Files', icon: <Upload aria-hidden />, run: () => files.current?.click() },
    {
      id: 'upload-folder',
      label: 'Upload a folder',
      group: 'Files',
      icon: <FolderUp aria-hidden />,
      run: () => folder.current?.click(),
    },
    {
      id: 'take-photo',
      label: 'Take a photo',
      group: 'Files',
      icon: <Camera aria-hidden />,
      run: () => camera.current?.click(),
    },
  ]);
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(target.files ?? [])]);
    // The same file may be chosen again.
    target.value = '';
  };
  const shared = { type: 'file', hidden: true, tabIndex: -1, onChange: take } as const;
  return (
    <>
      <input {...shared} ref={files} multiple aria-label="Files to upload" data-upload="files" />
      <input
        {...shared}
        ref={(input) => {
          folder.current = input;
          // Not in React's types: https://wicg.github.io/entries-api/#dom-htmlinputelement-webkitdirectory
          if (input) input.webkitdirectory = true;
        }}
        aria-label="Folder to upload"
        data-upload="folder"
      />
      <input
        {...shared}
        ref={camera}
        accept="image/*"
        capture="environment"
        aria-label="Photo to upload"
        data-upload="camera"
      />
    </>
  );
}
