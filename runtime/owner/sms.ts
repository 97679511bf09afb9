/** Characters of the GSM 7-bit alphabet, and those that take two places in it. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED = "^{}\\[~]|€\f";
/** Places of one message: in the 7-bit alphabet, and for any other text. */
const SEPTETS = 160, WIDE = 70;

/** Places of every character of the 7-bit alphabet. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ...[...BASIC].map((character) => [character, 1] as const),
  ...[...EXTENDED].map((character) => [character, 2] as const),
]);

/** How large a text is, whichever alphabet it needs. */
interface Size {
  /** Places in the 7-bit alphabet; infinite where it lacks a character. */
  readonly septets: number;
  /** UTF-16 units. */
  readonly units: number;
}

function sizeOf(text: string): Size {
  let septets = 0;
  for (const character of text) septets += PLACES.get(character) ?? Infinity;
  return { septets, units: text.length };
}

const NOTHING: Size = { septets: 0, units: 0 };
const together = (a: Size, b: Size): Size => ({
  septets: a.septets + b.septets,
  units: a.units + b.units,
});
const isOne = ({ septets, units }: Size): boolean =>
  septets <= SEPTETS || septets === Infinity && units <= WIDE;

/** Whether a text fits into one SMS. */
export function fitsSms(text: string): boolean {
  return isOne(sizeOf(text));
}

/**
 * A text as SMS of their own: cut at line ends, a line that is too long at blanks, a word that is too
 * long anywhere. Takes time in proportion to the text.
 */
export function splitSms(text: string): readonly string[] {
  if (fitsSms(text)) return [text];
  return gather(
    text.split("\n"),
    "\n",
    (line) =>
      gather(line.split(" "), " ", (word) => gather([...word], "", alone)),
  ).map((part, i) => {
    const whole = part.replace(/[ \r]+$/, "");
    // The blank that further lines of an answer begin with does not begin a message.
    return i > 0 ? whole.replace(/^ /, "") : whole;
    // Each message costs money: none is sent for blanks alone.
  }).filter((part) => part.trim() !== "");
}

/** A character cannot be cut further. */
const alone = (character: string): readonly string[] => [character];

/** Joins as many pieces as fit into each message; what does not fit alone is cut further. */
function gather(
  pieces: readonly string[],
  glue: string,
  cut: (piece: string) => readonly string[],
): string[] {
  const parts: string[] = [], gap = sizeOf(glue);
  let open: string[] = [], size = NOTHING;
  const close = () => {
    if (open.length > 0) parts.push(open.join(glue));
  };
  for (const piece of pieces) {
    const own = sizeOf(piece);
    const longer = open.length === 0 ? own : together(together(size, gap), own);
    if (isOne(longer)) {
      open.push(piece);
      size = longer;
      continue;
    }
    close();
    const rest = isOne(own) ? [piece] : cut(piece);
    parts.push(...rest.slice(0, -1));
    const last = rest.at(-1) ?? "";
    open = [last];
    size = sizeOf(last);
  }
  close();
  return parts;
}

/**
 * A reply in at most so many SMS; what is left out is said in the last one, with how to get it.
 * @param messages texts of the reply, each cut into SMS of its own
 */
export function replySms(
  messages: readonly string[],
  most: number,
): readonly string[] {
  const parts = messages.flatMap(splitSms);
  if (parts.length <= most) return parts;
  const kept = parts.slice(0, Math.max(0, most - 1));
  return [
    ...kept,
    `${
      parts.length - kept.length
    } more messages were left out: ask for less, look at the web console, or raise the setting sms.maxParts`,
  ];
}
