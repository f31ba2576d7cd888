import { z } from 'zod';
import { Id, Timestamp } from './common';

export const Finding = z
  .strictObject({
    id: z.string().meta({ description: 'The check', example: 'cors' }),
    title: z.string(),
    status: z.enum(['ok', 'warning', 'failed', 'skipped']),
    /** The cause in one stable word: bad_signature, wrong_region, no_cors … */
    code: z.string(),
    source: z.enum(['server', 'browser']).meta({ description: "A browser's result is its claim" }),
    tried: z.string(),
    cameBack: z.string().meta({ description: 'Redacted: no signature, no key' }),
    means: z.string(),
    mend: z.string().nullable(),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof Finding>;

/** A request for the admin's browser to make, in order. */
export const BrowserCheck = z.strictObject({
  id: z.enum(['browser-put', 'browser-get']),
  method: z.enum(['GET', 'PUT']),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
});
export type BrowserCheck = z.infer<typeof BrowserCheck>;

export const DoctorRun = z.strictObject({
  runId: Id,
  at: Timestamp,
  provider: z.string(),
  findings: z.array(Finding),
  browserChecks: z.array(BrowserCheck),
});
export type DoctorRun = z.infer<typeof DoctorRun>;

export const BrowserResult = z.strictObject({
  id: BrowserCheck.shape.id,
  /** null: no answer that the page may see. */
  status: z.number().int().min(0).max(999).nullable(),
  sawETag: z.boolean().default(false),
  bodyMatches: z.boolean().default(false),
  milliseconds: z.number().int().min(0).max(600_000),
});
export type BrowserResult = z.infer<typeof BrowserResult>;
export const BrowserResults = z.strictObject({ results: z.array(BrowserResult).min(1).max(10) });
export const BrowserFindings = z.strictObject({ findings: z.array(Finding) });
