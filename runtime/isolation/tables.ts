/** A table with other entries under the same names. */
export function each<T, R>(
  table: Readonly<Record<string, T>> | undefined,
  make: (entry: T, name: string) => R,
): Readonly<Record<string, R>> {
  return Object.fromEntries(
    Object.entries(table ?? {}).map(([name, entry]) => [
      name,
      make(entry, name),
    ]),
  );
}
