/** Characters of the GSM 7-bit alphabet, and those that take two places in it. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED = "^{}\\[~]|€\f";
/** Places of one message: in the 7-bit alphabet, and for any other text. */
const SEPTETS = 160, WIDE = 70;

/** Whether a text fits into one SMS. */
export function fitsSms(text: string): boolean {
  let places = 0;
  for (const character of text) {
    if (EXTENDED.includes(character)) places += 2;
    else if (BASIC.includes(character)) places += 1;
    else return text.length <= WIDE;
  }
  return places <= SEPTETS;
}

/**
 * A text as SMS of their own: cut at line ends, a line that is too long at blanks, a word that is too
 * long anywhere.
 */
export function splitSms(text: string): readonly string[] {
  if (fitsSms(text)) return [text];
  return gather(
    text.split("\n"),
    "\n",
    (line) => gather(line.split(" "), " ", halves),
  ).map((part, i) => {
    const whole = part.replace(/[ \r]+$/, "");
    // The blank that further lines of an answer begin with does not begin a message.
    return i > 0 ? whole.replace(/^ /, "") : whole;
  });
}

/** Joins as many pieces as fit into each message; what does not fit alone is cut further. */
function gather(
  pieces: readonly string[],
  glue: string,
  cut: (piece: string) => readonly string[],
): string[] {
  const parts: string[] = [];
  let part: string | undefined;
  for (const piece of pieces) {
    const longer: string = part === undefined ? piece : part + glue + piece;
    if (fitsSms(longer)) {
      part = longer;
      continue;
    }
    if (part !== undefined) parts.push(part);
    const rest = fitsSms(piece) ? [piece] : cut(piece);
    parts.push(...rest.slice(0, -1));
    part = rest.at(-1);
  }
  return part === undefined ? parts : [...parts, part];
}

function halves(word: string): readonly string[] {
  if (fitsSms(word)) return [word];
  const letters = [...word], middle = Math.floor(letters.length / 2);
  return [
    ...halves(letters.slice(0, middle).join("")),
    ...halves(letters.slice(middle).join("")),
  ];
}
