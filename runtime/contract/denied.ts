/** What Deno denied a plugin from outside, in words for its author: a flag of the command line is none of his. */
const DENIED =
  /(Requires (\w+) access[^\n]*?)(?:, run again with the --allow-[\w-]+ flag|$)/;

/** What gives a plugin each kind of access. */
const MEANS: Readonly<Record<string, string>> = {
  read: "and it may read its own folder only, which is one with a mod.ts",
  net: 'which it asks for with permissions: { net: ["api.example.com"] }',
};

/** The text of an error, with what the plugin can do about it. */
export function deniedText(text: string): string {
  return text.replace(
    DENIED,
    (_, wanted: string, kind: string) =>
      `${wanted}, ${
        MEANS[kind] ?? "which no plugin in a process of its own has"
      }`,
  );
}
