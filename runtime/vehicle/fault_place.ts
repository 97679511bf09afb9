/** Where a fault happened, as it is told: without the folders above the program, or the user's home. */

/** The program's own folder, as stacks name it. */
const PROGRAM = new URL("../../", import.meta.url).href;
const HOME = /(?:file:\/\/)?\/(?:home\/[^/\s]+|Users\/[^/\s]+|root)\//g;
/** A place in a line of a stack: `file:///home/me/mine.js:3:9`. */
const PLACE = /((?:file|npm|https?|node|data):[^\s()]*):(\d+):\d+\)?$/;
/** Code that plugins call: what it finds wrong is wrong where it was called. */
const CALLED = /^(?:runtime|hal|testing)\//;

/** Text of a stack without the folder of the program and the user's home. */
export function withoutHome(text: string): string {
  return text.replaceAll(PROGRAM, "").replaceAll(HOME, "~/");
}

/** A fault in another process, which told where it was. */
export class FaultElsewhere extends Error {
  /** @param at file and line, as `placeOf` tells them; undefined where that process did not know */
  constructor(text: string, readonly at: string | undefined) {
    super(text);
    this.name = "";
    this.stack = text;
  }
}

/**
 * File and line of an error, such as `plugins/ca/mod.ts:12`: the innermost of a plugin.
 * @returns undefined where the stack does not tell
 */
export function placeOf(error: unknown): string | undefined {
  // A plugin may throw what makes even its stack fail, and where the stack is full nothing goes any more.
  try {
    if (!(error instanceof Error)) return undefined;
    if (error instanceof FaultElsewhere) return error.at;
    return placeIn(String(error.stack));
  } catch {
    return undefined;
  }
}

function placeIn(stack: string): string | undefined {
  const places = stack.split("\n").flatMap((line) => {
    const [, file = "", number] = PLACE.exec(line.trim()) ?? [];
    return number === undefined || file.startsWith("node:")
      ? []
      : [`${withoutHome(file)}:${number}`];
  });
  return places.find((place) => !CALLED.test(place)) ?? places[0];
}
