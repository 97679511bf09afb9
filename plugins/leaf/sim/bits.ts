/** Writes fields as the tables of the Leaf name them: `B2.7 u10` are ten bits from the highest of byte 2 downwards. */
export class Bits {
  readonly data: Uint8Array;

  constructor(bytes: number) {
    this.data = new Uint8Array(bytes);
  }

  /**
   * Writes a field.
   * @param byte of its most significant bit
   * @param bit of its most significant bit, 7 to 0
   * @param bits how many, at most 32
   * @param value rounded; a negative one becomes a two's complement
   */
  put(byte: number, bit: number, bits: number, value: number): this {
    let whole = Math.round(value) | 0, at = byte * 8 + 7 - bit + bits - 1;
    for (let n = 0; n < bits; n++, at--, whole >>= 1) {
      const mask = 0x80 >> (at & 7), index = at >> 3;
      const old = this.data[index] ?? 0;
      this.data[index] = whole & 1 ? old | mask : old & ~mask;
    }
    return this;
  }
}

/** Polynomial of the checksum in the last byte of the fast frames. */
const POLYNOMIAL = 0x85;

/** Fills the last byte with the checksum over the others. */
export function sealed(data: Uint8Array): Uint8Array {
  let sum = 0;
  for (const byte of data.subarray(0, -1)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      sum = (sum << 1 ^ (sum & 0x80 ? POLYNOMIAL : 0)) & 0xff;
    }
  }
  data[data.length - 1] = sum;
  return data;
}

/** Fills the lowest half byte so that it is the sum of all other half bytes and a number. */
export function summed(data: Uint8Array, number: number): Uint8Array {
  const last = data.length - 1;
  data[last] = (data[last] ?? 0) & 0xf0;
  let sum = number;
  for (const byte of data) sum += (byte >> 4) + (byte & 15);
  data[last] |= sum & 15;
  return data;
}
