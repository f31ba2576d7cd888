/** Names of the files of an archive, none twice: "a.jpg", "a (2).jpg". Compared as case-blind file systems do. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return names.map((name) => {
    const dot = name.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let unique = name;
    for (let count = next.get(fold(name)) ?? 2; taken.has(fold(unique)); count += 1) {
      unique = `${stem} (${count})${extension}`;
      next.set(fold(name), count + 1);
    }
    taken.add(fold(unique));
    return unique;
  });
}

const fold = (name: string) => name.normalize('NFC').toLocaleLowerCase('en');
