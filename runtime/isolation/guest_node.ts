/** A CANopen node for a plugin in a process of its own: every transfer is asked for. */
import * as v from "valibot";
import { type Sdo, SdoError, type SdoValue, unsent } from "../canopen/mod.ts";
import type { Desk } from "./desk.ts";

const read = v.object({ value: v.number(), size: v.number(), hex: v.string() });

/**
 * The node; its transfers reject as those inside do.
 * @param still throws when nothing may be sent any more
 */
export function guestNode(
  id: number,
  { askUntil }: Desk,
  still: () => void = () => {},
): Sdo {
  const until = async (
    signal: AbortSignal | undefined,
    what: string,
    index: number,
    sub: number,
    ...more: unknown[]
  ) => {
    if (!signal?.aborted) {
      try {
        still();
      } catch (cause) {
        throw unsent({ index, sub }, cause);
      }
      return await askUntil(signal, what, id, index, sub, ...more);
    }
    const why = "it was not wanted any more before it was sent";
    throw new SdoError("cancelled", index, sub, undefined, why);
  };
  const hexOf = async (answer: Promise<unknown>) =>
    Uint8Array.fromHex(String(await answer));
  return {
    async read(index, sub, signal, size): Promise<SdoValue> {
      const answer = await until(signal, "sdo.read", index, sub, size);
      const { value, size: is, hex } = v.parse(read, answer);
      return { value, size: is, bytes: Uint8Array.fromHex(hex) };
    },
    readBytes: (index, sub, signal) =>
      hexOf(until(signal, "sdo.readBytes", index, sub)),
    readText: async (index, sub, signal) =>
      String(await until(signal, "sdo.readText", index, sub)),
    write: async (index, sub, value, signal) =>
      void await until(signal, "sdo.write", index, sub, value),
    writeBytes: async (index, sub, bytes, signal) =>
      void await until(signal, "sdo.writeBytes", index, sub, bytes.toHex()),
  };
}
