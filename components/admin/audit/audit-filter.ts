import type { QueryInput } from '@/lib/contracts/routes';

export type AuditFilter = Pick<
  QueryInput<'listAudit'>,
  'action' | 'actor' | 'target' | 'address' | 'from' | 'to'
>;
const names = ['action', 'actor', 'target', 'address', 'from', 'to'] as const;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const shapes: Record<(typeof names)[number], RegExp> = {
  action: /^[a-z]+(\.[a-z_]+)?$/,
  actor: uuid,
  target: uuid,
  address: /^.{1,64}$/,
  from: /^\d{4}-\d{2}-\d{2}T.*Z$/,
  to: /^\d{4}-\d{2}-\d{2}T.*Z$/,
};

/** The filter that an address describes; what is malformed is left out, so that an old link still opens. */
export function parseFilter(search: URLSearchParams): AuditFilter {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = search.get(name);
      return value && shapes[name].test(value) ? [[name, value]] : [];
    }),
  );
}

/** The filter as the part of an address after "?", always in one order. */
export function toSearch(filter: AuditFilter): string {
  const search = new URLSearchParams();
  for (const name of names) {
    const value = filter[name];
    if (value) search.set(name, value);
  }
  return search.toString();
}

/** The day of a moment in the reader's zone as a date input writes it; '' without one. */
export function dayOf(moment: string | undefined): string {
  if (!moment) return '';
  const date = new Date(moment);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The moment at which a day begins (or, daysLater, another one) in the reader's zone. */
export function startOfDay(day: string, daysLater = 0): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const [year = Number.NaN, month = 1, date = 1] = day.split('-').map(Number);
  const moment = new Date(year, month - 1, date + daysLater);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

export const subjects = [
  { value: 'all', label: 'Everything' },
  { value: 'file', label: 'Files' },
  { value: 'folder', label: 'Folders' },
  { value: 'upload', label: 'Uploads' },
  { value: 'share', label: 'Shares' },
  { value: 'user', label: 'People' },
  { value: 'session', label: 'Sign-ins' },
  { value: 'invite', label: 'Invitations' },
  { value: 'token', label: 'API tokens' },
  { value: 'policy', label: 'Rules' },
  { value: 'storage', label: 'Storage' },
  { value: 'audit', label: 'Audit log' },
] as const;
export type Subject = (typeof subjects)[number]['value'];

export const subjectOf = (action: string | undefined): Subject =>
  subjects.find(({ value }) => value === action?.split('.')[0])?.value ?? 'all';

/** "file.version_restored" as people say it: "File: version restored". */
export function actionText(action: string): string {
  const [noun = '', verb = ''] = action.split('.');
  return `${noun.charAt(0).toUpperCase()}${noun.slice(1)}: ${verb.replaceAll('_', ' ')}`;
}
