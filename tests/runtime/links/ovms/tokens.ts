import type { RandomBytes } from "../../../../runtime/links/ovms/crypt.ts";

const ALPHABET =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Randomness that yields these tokens, one after the other; every other request gets zeros. */
export function tokens(...wanted: readonly string[]): RandomBytes {
  const left = [...wanted];
  return (count) => {
    const token = left[0]?.length === count ? left.shift() : undefined;
    return Uint8Array.from(
      { length: count },
      (_, at) => token ? ALPHABET.indexOf(token.charAt(at)) : 0,
    );
  };
}
