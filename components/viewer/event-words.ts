import { formatSpan } from '@/lib/format/duration';

type Event = { action: string; details: Record<string, unknown> };

const words: Record<string, string> = {
  'file.uploaded': 'uploaded it',
  'file.replaced': 'uploaded a new version',
  'file.version_restored': 'restored an earlier version',
  'file.moved': 'moved it to another folder',
  'file.updated': 'changed its tags or mark',
  'file.trashed': 'moved it to the trash',
  'file.restored': 'restored it from the trash',
};

/** One event of the audit log as a clause: "renamed it from “a.jpg”". Unknown ones read as they are written. */
export function eventWords({ action, details }: Event): string {
  if (action === 'file.renamed')
    return typeof details.before === 'string' ? `renamed it from “${details.before}”` : 'renamed it';
  if (action === 'file.link_signed')
    return typeof details.seconds === 'number'
      ? `made a link that works for ${formatSpan(details.seconds)}`
      : 'made a link';
  return words[action] ?? action.replace(/^file\./, '').replaceAll('_', ' ');
}
