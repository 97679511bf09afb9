/**
 * What the first word of a line may become: a verb, or what steers the simulated car behind a colon.
 * @returns whole words in the form in which they are typed
 */
export function completions(
  line: string,
  verbs: readonly string[],
  controls: readonly string[],
): readonly string[] {
  if (/\s/.test(line)) return [];
  const words = line.startsWith(":")
    ? controls.map((word) => `:${word}`)
    : verbs;
  const typed = line.toLowerCase();
  return words.filter((word) => word.toLowerCase().startsWith(typed)).sort();
}
