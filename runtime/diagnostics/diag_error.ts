import { isSilent, negativeName } from "./negative_codes.ts";

/**
 * Why a request failed.
 *
 * - `unanswered`: no answer in time
 * - `refused`: a negative answer; `code` tells why
 * - `broken`: an answer of which frames were lost, doubled or out of order, or that is too long
 * - `unsent`: the request could not be sent, as writing is not allowed or the interface refused it
 * - `cancelled`: the caller's signal, or the end of the program
 */
export type DiagErrorKind =
  | "unanswered"
  | "refused"
  | "broken"
  | "unsent"
  | "cancelled";

/** A request to a control unit that failed. */
export class DiagError extends Error {
  /** Always `DiagError`. */
  override readonly name = "DiagError";

  /**
   * Says what went wrong with which request.
   * @param kind what kind of failure it is
   * @param id identifier of the request, which names the node
   * @param code of a negative answer
   */
  constructor(
    readonly kind: DiagErrorKind,
    readonly id: number,
    readonly request: readonly number[],
    why: string,
    readonly code?: number,
    options?: ErrorOptions,
  ) {
    const asked = request.slice(0, 4).map((byte) => hex(byte, 2)).join(" ");
    super(`Node ${hex(id, 3)}, request ${asked}: ${why}`, options);
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}

/** The sentence of a negative answer. */
export function refusal(code: number): string {
  const hint = isSilent(code)
    ? "; ask again when the car is in another state"
    : "";
  return `refused with 0x${hex(code, 2)}, ${negativeName(code)}${hint}`;
}
