/** Phones put these in unseen, and keyboards of East Asia write ASCII in wide forms. */
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const WIDE = /[\uff01-\uff5e]/g, WIDE_OFFSET = 0xfee0;

/** A message as one line of what its sender sees: line ends and every kind of blank count as blanks. */
export function plainLine(text: string): string {
  return text.replace(UNSEEN, "").replace(/\s/g, " ").replace(
    WIDE,
    (char) => String.fromCharCode(char.charCodeAt(0) - WIDE_OFFSET),
  );
}
