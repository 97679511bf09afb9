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
    const { data } = this;
    let whole = Math.round(value) | 0;
    // From the last bit upwards, as many at a time as are in one byte.
    for (let end = byte * 8 + 7 - bit + bits, left = bits; left > 0;) {
      const index = (end - 1) >> 3, low = 8 * (index + 1) - end;
      const some = Math.min(left, 8 - low), mask = (1 << some) - 1 << low;
      data[index] = (data[index] ?? 0) & ~mask | whole << low & mask;
      whole >>= some;
      end -= some;
      left -= some;
    }
    return this;
  }
}

/** Polynomial of the checksum in the last byte of the fast frames. */
const POLYNOMIAL = 0x85;
/** What becomes of a sum by eight more bits. */
const SUMS = Uint8Array.from({ length: 256 }, (_, sum) => {
  for (let bit = 0; bit < 8; bit++) {
    sum = sum << 1 ^ (sum & 0x80 ? POLYNOMIAL : 0);
  }
  return sum;
});

/** Fills the last byte with the checksum over the others. */
export function sealed(data: Uint8Array): Uint8Array {
  const last = data.length - 1;
  let sum = 0;
  for (let at = 0; at < last; at++) sum = SUMS[sum ^ (data[at] ?? 0)] ?? 0;
  data[last] = sum;
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
