import { expect } from 'vitest';
import { db } from '@/lib/platform/db';

/** One step of a plan that was run. */
export type PlanNode = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  Plans?: PlanNode[];
};

const withBelow = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(withBelow)];

/** What PostgreSQL really did for a statement: the steps of its plan, run. */
export async function runPlan({ text, values }: { text: string; values: unknown[] }): Promise<PlanNode[]> {
  const [row] = await db().$queryRawUnsafe<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
    ...values,
  );
  const plan = row?.['QUERY PLAN'][0]?.Plan;
  if (!plan) throw new Error('PostgreSQL told no plan.');
  return withBelow(plan);
}

/** The page came from an index in its order: nothing was sorted, no table was read through, and few rows at all. */
export function expectFromIndex(
  nodes: PlanNode[],
  { relation, rows }: { relation: string; rows: number },
): void {
  const types = nodes.map((node) => node['Node Type']);
  expect(types).not.toContain('Seq Scan');
  expect(types).not.toContain('Sort');
  const read = nodes.filter((node) => node['Relation Name'] === relation).map((node) => node['Actual Rows']);
  expect(read.length).toBeGreaterThan(0);
  expect(Math.max(...read.map(Number))).toBeLessThanOrEqual(rows);
}
