const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, char] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const replace = (row[j] as number) + (char === other ? 0 : 1);
      next.push(Math.min(replace, (row[j + 1] as number) + 1, (next[j] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
};

/**
 * Known word that was probably intended: at most a third of its letters differ, or two in a short one.
 * @example nearest("stagse", ["stages", "app"]) // "stages"
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, edits: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= (name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3))))
    .toSorted((a, b) => a.edits - b.edits);
  return ranked[0]?.name;
}
