/**
 * Looks at what somebody else wrote, whose getters and proxies may do anything.
 * @throws TypeError with one sentence where that throws
 */
export function lookedAt<T>(where: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw new TypeError(
      `${where}: looking at it throws "${textOf(error)}": use plain values`,
    );
  }
}

/** What was thrown, in one line; it may be something that cannot be made a text. */
function textOf(error: unknown): string {
  try {
    const text = error instanceof Error ? error.message : String(error);
    return text.split("\n")[0] ?? "";
  } catch {
    return "something without a text";
  }
}
