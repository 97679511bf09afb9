import { ABORT, abortName } from "./abort_codes.ts";
import type { SdoObject } from "./sdo_frames.ts";

/**
 * Why a transfer failed.
 *
 * - `abort`: the node refused it
 * - `timeout`: no reply, in none of the tries
 * - `gate`: a request could not be sent, as the write gate is closed or the interface refused it
 * - `protocol`: a reply that breaks the protocol, or more data than the caller takes
 * - `cancelled`: the caller's signal, or the client was closed
 */
export type SdoErrorKind =
  | "abort"
  | "timeout"
  | "gate"
  | "protocol"
  | "cancelled";

/** A transfer that failed. */
export class SdoError extends Error {
  /** Always `SdoError`. */
  override readonly name = "SdoError";

  /**
   * Says what went wrong with which object.
   * @param kind what kind of failure it is
   * @param index object, 0 to 0xFFFF
   * @param sub subindex, 0 to 0xFF
   * @param code abort code that the node sent or was sent; undefined for `gate`
   */
  constructor(
    readonly kind: SdoErrorKind,
    readonly index: number,
    readonly sub: number,
    readonly code: number | undefined,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`SDO ${objectName(index, sub)}: ${why}`, options);
  }

  /** The abort code's standard name, empty without a code. */
  get standardName(): string {
    return this.code === undefined ? "" : abortName(this.code);
  }
}

/** An object as people write it: `2920.05`. */
export function objectName(index: number, sub: number): string {
  return `${hex(index, 4)}.${hex(sub, 2)}`;
}

/** Lower case hexadecimal of at least `digits` digits. */
export function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

/** The node sent an abort. */
export function refused(o: SdoObject, code: number): SdoError {
  const why = `refused with 0x${hex(code, 8)}, ${abortName(code)}`;
  return new SdoError("abort", o.index, o.sub, code, why);
}

/** No reply within `timeout` ms. */
export function unanswered(o: SdoObject, timeout: number): SdoError {
  const why =
    `no reply within ${timeout} ms; see that the device is on, then repeat the command`;
  return new SdoError("timeout", o.index, o.sub, ABORT.timeout, why);
}

/** A transfer did not end within `patience` ms, although the node answers. */
export function tooLong(o: SdoObject, patience: number): SdoError {
  const why =
    `not done within ${patience} ms; the device answers too slowly, repeat the command`;
  return new SdoError("timeout", o.index, o.sub, ABORT.timeout, why);
}

/** A request did not get on the bus. */
export function unsent(o: SdoObject, cause: unknown): SdoError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const text = `the request was not sent: ${why}`;
  return new SdoError("gate", o.index, o.sub, undefined, text, { cause });
}

/** The node broke the protocol, or sent more than is wanted; it is told `code`. */
export function broken(o: SdoObject, code: number, what: string): SdoError {
  const why = `the device ${what} (0x${hex(code, 8)}, ${abortName(code)})`;
  return new SdoError("protocol", o.index, o.sub, code, why);
}

/** The caller gave up. */
export function cancelled(o: SdoObject): SdoError {
  const why = "cancelled before it was done";
  return new SdoError("cancelled", o.index, o.sub, ABORT.cancelled, why);
}
