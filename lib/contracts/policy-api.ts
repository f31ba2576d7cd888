import { z } from 'zod';
import { Timestamp } from './common';
import { Policy } from './policy';

type Fields = typeof Policy.shape;
type Bare = { [Name in keyof Fields]: Fields[Name] extends z.ZodDefault<infer Inner> ? Inner : Fields[Name] };

/** The whole policy, every field spelled out: one that was forgotten must not fall back to its default unseen. */
export const PutPolicy = z
  .strictObject(
    Object.fromEntries(
      Object.entries(Policy.shape).map(([name, field]) => [name, field.unwrap()]),
    ) as unknown as Bare,
  )
  .meta({ id: 'PutPolicy' });

/** The policy in force; version 0 and no time while nobody has changed the defaults. */
export const PolicyState = z.strictObject({
  policy: PutPolicy,
  defaults: PutPolicy,
  version: z.number().int(),
  updatedAt: Timestamp.nullable(),
});
export type PolicyState = z.infer<typeof PolicyState>;
