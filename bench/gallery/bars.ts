type Limit = { atMost: number } | { atLeast: number };

/** The figures of a run that must not be missed. */
export class Bars {
  #missed: string[] = [];

  /** Prints the figure beside its bar and remembers a miss. `digits` after the point. */
  check(what: string, value: number, limit: Limit, digits = 2): void {
    const isMet = 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast;
    const bar = 'atMost' in limit ? `at most ${limit.atMost}` : `at least ${limit.atLeast}`;
    console.log(
      `  ${isMet ? 'met   ' : 'MISSED'} ${what.padEnd(62)} ${value.toFixed(digits).padStart(8)}  (${bar})`,
    );
    if (!isMet) this.#missed.push(what);
  }

  get missed(): readonly string[] {
    return this.#missed;
  }
}

/** The value below which `share` (0…1) of all lie. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

export const median = (values: readonly number[]): number => quantile(values, 0.5);
