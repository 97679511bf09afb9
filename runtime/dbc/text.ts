/** A DBC file as text whose quoted texts are put aside, so that statements can be found by their form. */

/** A file's statements, with `"0"`, `"1"`, ... for its quoted texts. */
export interface PlainText {
  readonly text: string;
  readonly quoted: readonly string[];
}

/** Most files are Windows-1252, some UTF-8, and UTF-16 where an editor of Windows saved them so. */
export function decodeText(file: string | Uint8Array): string {
  if (typeof file === "string") return file;
  const [first, second] = file;
  if (first === 0xff && second === 0xfe) {
    return new TextDecoder("utf-16le").decode(file);
  }
  if (first === 0xfe && second === 0xff) {
    return new TextDecoder("utf-16be").decode(file);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(file);
  } catch {
    return new TextDecoder("windows-1252").decode(file);
  }
}

/** Names of keywords that stand indented under `NS_ :`. */
const SYMBOLS = /^NS_[ \t]*:.*(?:\r?\n[ \t]+\S.*|\r?\n[ \t]*(?=\r?\n))*/m;

/** Puts quoted texts aside, which may run over lines, and takes comments and the list of symbols away. */
export function plainText(file: string): PlainText {
  const quoted: string[] = [];
  const text = file
    .replace(/"((?:\\"|[^"])*)"|\/\/[^\n]*/g, (whole, inside?: string) => {
      if (!whole.startsWith('"')) return "";
      quoted.push((inside ?? "").replaceAll('\\"', '"'));
      return `"${quoted.length - 1}"`;
    })
    .replace(SYMBOLS, "");
  return { text, quoted };
}
