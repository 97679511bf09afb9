/** Narrower columns than these are no terminal that anybody reads. */
const NARROWEST = 20;

/** Characters that make a terminal do something, of others' texts as well: not to be printed. */
// deno-lint-ignore no-control-regex
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** A text as it can be shown: what would steer the terminal is seen, and does nothing. */
export function harmless(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(CONTROLS, "\ufffd");
}

/** A text whose lines are cut at blanks so that none is wider; a word that is too long stays whole. */
export function wrapped(text: string, width: number): string {
  if (width < NARROWEST) return text;
  return text.split("\n").flatMap((line) =>
    line.length <= width ? [line] : cut(line, width)
  ).join("\n");
}

function cut(line: string, width: number): readonly string[] {
  const rows: string[] = [];
  let row: string | undefined;
  for (const word of line.split(" ")) {
    if (row === undefined || row.trim() === "") row = joined(row, word);
    else if (row.length + 1 + word.length <= width) row += ` ${word}`;
    else {
      rows.push(row);
      row = word;
    }
  }
  return row === undefined ? rows : [...rows, row];
}

/** Blanks at the beginning of a line are a part of it. */
function joined(row: string | undefined, word: string): string {
  return row === undefined ? word : `${row} ${word}`;
}
