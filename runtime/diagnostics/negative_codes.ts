/** Codes of negative answers, `7F service code` (ISO 14229-1, table A.1). */

/** What a code means for whoever asks again and again. */
type Meaning =
  /** The node never answers this: do not ask again. */
  | "never"
  /** Not in this state of car or session: ask again in another one. */
  | "later"
  /** Busy: ask again soon, but not at once. */
  | "busy"
  /** The answer is on its way. */
  | "pending"
  /** Something was wrong this time. */
  | "error";

const CODES: Readonly<Record<number, readonly [string, Meaning]>> = {
  0x10: ["general reject", "error"],
  0x11: ["service not supported", "never"],
  0x12: ["sub-function not supported", "never"],
  0x13: ["wrong length or format", "error"],
  0x14: ["the answer is too long", "never"],
  0x21: ["busy, repeat the request", "busy"],
  0x22: ["conditions not correct", "later"],
  0x24: ["request sequence error", "error"],
  0x31: ["request out of range", "never"],
  0x33: ["security access denied", "never"],
  0x35: ["invalid key", "never"],
  0x36: ["too many attempts", "never"],
  0x37: ["required time delay not expired", "never"],
  0x78: ["answer pending", "pending"],
  0x7e: ["sub-function not supported in this session", "later"],
  0x7f: ["service not supported in this session", "later"],
};

/** The code's name, or that it has none. */
export function negativeName(code: number): string {
  return CODES[code]?.[0] ?? "a code without a name";
}

/** What a code means for whoever asks again and again. */
export function negativeMeaning(code: number): Meaning {
  return CODES[code]?.[1] ?? "error";
}

/** Whether the same request may succeed when the car is in another state. */
export function isSilent(code: number): boolean {
  return negativeMeaning(code) === "later";
}
