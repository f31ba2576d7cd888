export type Contestant = { name: string; run: () => Promise<number> };

/**
 * Runs all contestants in interleaved rounds, each round beginning with another one, so that a busy moment of the
 * machine falls on everybody. Prints every figure and resolves with the medians in seconds by name.
 */
export async function rounds(contestants: Contestant[], count: number): Promise<Map<string, number>> {
  const seen = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < count; round += 1) {
    for (let offset = 0; offset < contestants.length; offset += 1) {
      const contestant = contestants[(round + offset) % contestants.length];
      if (!contestant) continue;
      const seconds = await contestant.run();
      seen.get(contestant.name)?.push(seconds);
      console.log(`  round ${round + 1}  ${contestant.name.padEnd(28)} ${seconds.toFixed(2)} s`);
    }
  }
  return new Map([...seen].map(([name, seconds]) => [name, median(seconds)]));
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Prints the medians and what `name`'s is against each of the others. */
export function printMedians(medians: Map<string, number>, name: string): void {
  const own = medians.get(name) ?? Number.NaN;
  for (const [other, seconds] of medians) {
    const ratio = other === name ? '' : `   ${name} takes ${(own / seconds).toFixed(2)}x of that`;
    console.log(`${other.padEnd(28)} ${seconds.toFixed(2)} s${ratio}`);
  }
}
