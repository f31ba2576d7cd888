import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import type { AuditEventDto, AuditFilter } from '@/lib/contracts/audit';
import { toCsvLine } from '@/lib/format/csv';
import { transaction } from '@/lib/platform/db';
import { eachAudit } from './list';
import { recordAudit } from './record';

const columns = [
  'at',
  'action',
  'actorType',
  'actorId',
  'actor',
  'targetType',
  'targetId',
  'target',
  'address',
  'userAgent',
  'requestId',
  'details',
  'id',
] as const satisfies (keyof AuditEventDto)[];

export type ExportFormat = 'csv' | 'ndjson';
export const exportTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
};

export const exportHeaders = (format: ExportFormat): Record<string, string> => ({
  'content-disposition': `attachment; filename="audit.${format}"`,
  'x-content-type-options': 'nosniff',
  vary: 'accept',
});

/** The export an Accept header asks for; null where JSON will do. */
export function exportFormatOf(accept: string | null): ExportFormat | null {
  if (accept?.includes('text/csv')) return 'csv';
  return accept?.includes('ndjson') ? 'ndjson' : null;
}

async function* linesOf(filter: AuditFilter, format: ExportFormat): AsyncGenerator<string> {
  if (format === 'csv') yield toCsvLine(columns);
  for await (const event of eachAudit(filter)) {
    yield format === 'csv'
      ? toCsvLine(columns.map((name) => (name === 'details' ? JSON.stringify(event.details) : event[name])))
      : `${JSON.stringify(event)}\n`;
  }
}

/** Lines go out in pieces of about this size. */
const pieceBytes = 64 * 1024;

/** The filtered log as text; that it was taken is in the log too. Read page by page as the reader takes it: memory stays flat however long the log is. */
export async function exportAudit(
  actor: UserActor,
  filter: AuditFilter,
  format: ExportFormat,
): Promise<ReadableStream<Uint8Array>> {
  await transaction((tx) =>
    recordAudit(tx, actor, { action: 'audit.exported', details: { ...filter, format } }),
  );
  const lines = linesOf(filter, format);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      let piece = '';
      while (piece.length < pieceBytes) {
        const { done, value } = await lines.next();
        if (done) {
          if (piece) controller.enqueue(encoder.encode(piece));
          controller.close();
          return;
        }
        piece += value;
      }
      controller.enqueue(encoder.encode(piece));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}
