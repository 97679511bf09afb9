/** Identifiers of frame tables: one number for those of 11 and of 29 bits. */

/** Highest identifier of 11 bits. */
export const SHORT = 0x7ff;
/** The mark of one of 29 bits that is not above it, as in DBC files. */
const MARK = 2 ** 31;
const LONG = 2 ** 29;

/** An identifier as it is on the wire. */
export interface Identifier {
  /** 11 or 29 bits. */
  readonly id: number;
  readonly extended: boolean;
}

/**
 * The identifier that a frame table names. One of 29 bits below 0x800 has bit 31 besides, as in
 * `0x80000123`; others may.
 */
export function identifierOf(key: number): Identifier {
  const marked = key >= MARK, id = marked ? key % LONG : key;
  return { id, extended: marked || id > SHORT };
}

/** How a frame table names an identifier; each has one name only. */
export function keyOf({ id, extended }: Identifier): number {
  return extended && id <= SHORT ? MARK + id : id;
}
