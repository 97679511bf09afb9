/** Texts that stand in a source, and what the program can make of them. */

/** A place in a literal, whatever stands there. */
export const HOLE = "{}";

/** Literals of a source, what is filled in as `{}`, and those within what is filled in. */
export function literalsIn(code: string): string[] {
  const found: string[] = [];
  /** Reads from one place on to what ends it, and tells where that is. */
  const read = (from: number, end: string): number => {
    for (let at = from; at < code.length; at++) {
      const sign = code[at] ?? "";
      if (sign === end) return at;
      if (code.startsWith("//", at)) at = past("\n", at);
      else if (code.startsWith("/*", at)) at = past("*/", at) + 1;
      else if (sign === "{") at = read(at + 1, "}");
      else if (sign === "/" && /[(,=:[!&|?{};]\s*$/.test(code.slice(0, at))) {
        at = expression(at);
      } else if (`"'\``.includes(sign)) at = literal(at);
    }
    return code.length;
  };
  const past = (end: string, from: number): number => {
    const at = code.indexOf(end, from + 2);
    return at < 0 ? code.length : at;
  };
  /** The end of a regular expression, in which quotes and braces mean nothing. */
  const expression = (begin: number): number => {
    let inClass = false;
    for (let at = begin + 1; at < code.length && code[at] !== "\n"; at++) {
      const sign = code[at];
      if (sign === "\\") at++;
      else if (sign === "[") inClass = true;
      else if (sign === "]") inClass = false;
      else if (sign === "/" && !inClass) return at;
    }
    return begin;
  };
  const literal = (begin: number): number => {
    const quote = code[begin] ?? "";
    let text = "";
    for (let at = begin + 1; at < code.length; at++) {
      const sign = code[at] ?? "", next = code[at + 1] ?? "";
      if (sign === quote) {
        found.push(text);
        return at;
      }
      if (sign === "\n" && quote !== "`") return at;
      if (sign === "\\") {
        text += next === "n" ? "\n" : next;
        at++;
      } else if (quote === "`" && sign === "$" && next === "{") {
        text += HOLE;
        at = read(at + 2, "}");
      } else text += sign;
    }
    return code.length;
  };
  read(0, "");
  return found;
}

/** What a literal with places may have become. */
export const patternOf = (literal: string) =>
  new RegExp(
    `^${literal.split(HOLE).map((part) => RegExp.escape(part)).join("(.*)")}$`,
    "s",
  );

/** Tells whether literals of the program can make a text: one, one with others in its places, or some in a row. */
export function maker(said: ReadonlySet<string>): (text: string) => boolean {
  const open = [...said].filter((text) => /[a-z]{3}/i.test(text))
    .filter((text) => text.includes(HOLE)).map(patternOf);
  const begins = [...said].filter((text) => text.length > 2);
  const can = (text: string, depth: number): boolean => {
    if (said.has(text) || text.replaceAll(HOLE, "").trim() === "") return true;
    if (depth === 4) return false;
    return open.some((pattern) =>
      pattern.exec(text)?.slice(1).every((part) => can(part, depth + 1))
    ) || begins.some((begin) =>
      text.startsWith(begin) && can(text.slice(begin.length), depth + 1)
    );
  };
  return (text) => can(text, 0);
}
