'use client';

import type { FileDto } from '@/lib/contracts/files';
import { ImageStage } from './image-stage';
import { MediaStage } from './media-stage';
import { PdfStage } from './pdf-stage';
import { PlainStage } from './plain-stage';
import { stageOf } from './stage-of';
import { TextStage } from './text-stage';

type StageViewProps = {
  file: FileDto;
  onSwipe: (direction: 'next' | 'previous') => void;
  onDownload: () => void;
};

/** The file itself, in the way its verified type allows. HTML and SVG are only ever text or a picture of ours. */
export function StageView({ file, onSwipe, onDownload }: StageViewProps) {
  const stage = stageOf(file);
  switch (stage) {
    case 'image':
    case 'rendition':
      return <ImageStage file={file} rendition={stage === 'rendition'} onSwipe={onSwipe} />;
    case 'video':
    case 'audio':
      return <MediaStage file={file} kind={stage} />;
    case 'pdf':
      return <PdfStage file={file} />;
    case 'markdown':
    case 'text':
      return <TextStage file={file} markdown={stage === 'markdown'} />;
    case 'none':
      return <PlainStage file={file} onDownload={onDownload} />;
    default:
      return stage satisfies never;
  }
}
