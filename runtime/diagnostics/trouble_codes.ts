import type { AnswerBytes } from "./answer_bytes.ts";

/** A trouble code with what the node says of it. */
export interface TroubleCode {
  /** As people write it: `P0A1F-00`, or `P0A1F` where there is no third byte. */
  readonly name: string;
  /**
   * Bit 0 failed now, 1 failed this cycle, 2 pending, 3 confirmed, 4 not tested since clearing, 5
   * failed since clearing, 6 not tested this cycle, 7 warning lamp; undefined with OBD-II.
   */
  readonly status: number | undefined;
}

/**
 * A code of two bytes as people write it: letter of the system, one digit, three hexadecimal ones.
 *
 * ```ts
 * import { troubleCodeName } from "ovms-edge";
 * import { equal } from "node:assert/strict";
 *
 * equal(troubleCodeName(0x0a1f), "P0A1F");
 * equal(troubleCodeName(0xc100), "U0100");
 * ```
 */
export function troubleCodeName(code: number): string {
  const digits = (code & 0x3fff).toString(16).padStart(4, "0").toUpperCase();
  return `${"PCBU"[code >> 14 & 3]}${digits}`;
}

/** The codes in an answer to `troubleCodes(mask)`: three bytes and a status each. */
export function readTroubleCodes(answer: AnswerBytes): readonly TroubleCode[] {
  const codes: TroubleCode[] = [];
  for (let at = 0; at + 4 <= answer.length; at += 4) {
    const kind = answer.u8(at + 2).toString(16).padStart(2, "0").toUpperCase();
    codes.push({
      name: `${troubleCodeName(answer.u16(at))}-${kind}`,
      status: answer.u8(at + 3),
    });
  }
  return codes;
}

/** The codes in an answer to `obd(3)`, `obd(7)` or `obd(0x0a)`: a count, then two bytes each. */
export function readObdCodes(answer: AnswerBytes): readonly TroubleCode[] {
  const codes: TroubleCode[] = [];
  for (let at = 1; at + 2 <= answer.length; at += 2) {
    const code = answer.u16(at);
    if (code !== 0) {
      codes.push({ name: troubleCodeName(code), status: undefined });
    }
  }
  return codes;
}
