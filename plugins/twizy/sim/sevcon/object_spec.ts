/** Types of objects: boolean, unsigned and signed integers of so many bits, text, block of bytes. */
export type ObjectType = keyof typeof SIZES | "text" | "domain";

/** Who may do what. `const` never changes by itself either. */
export type Access = "const" | "ro" | "rw" | "wo";

/** Bytes of the types that are numbers. */
const SIZES = { B: 1, U8: 1, U16: 2, U32: 4, I8: 1, I16: 2, I32: 4 } as const;

/** One object of the dictionary as it is delivered. */
export interface ObjectSpec {
  readonly index: number;
  readonly sub: number;
  readonly type: ObjectType;
  readonly access: Access;
  /** Written only in pre-operational state. */
  readonly preOp: boolean;
  /** Greatest number that is taken, unsigned. */
  readonly max: number;
  /** A number, or the characters of a text (Latin-1), as bytes on the bus. */
  readonly value: number | string;
}

/** A line of a table: object, type, access (`P`: pre-operational only), value, meaning, maximum. */
export type Row = readonly [
  object: string,
  type: ObjectType,
  access: Access | "rw P" | "wo P",
  value: number | string,
  meaning: string,
  max?: number,
];

/** Reads a table. */
export function objectSpecs(rows: readonly Row[]): ObjectSpec[] {
  return rows.map(([object, type, access, value, _meaning, max]) => {
    const [index = "", sub = ""] = object.split(".");
    return {
      index: parseInt(index, 16),
      sub: parseInt(sub, 16),
      type,
      access: ACCESS[access],
      preOp: access.endsWith("P"),
      max: max ?? greatest(type),
      value,
    };
  });
}

const ACCESS = {
  const: "const",
  ro: "ro",
  rw: "rw",
  wo: "wo",
  "rw P": "rw",
  "wo P": "wo",
} as const;

/** Bytes of a number, or undefined for what has any length. */
export function sizeOf(type: ObjectType): number | undefined {
  return type === "text" || type === "domain" ? undefined : SIZES[type];
}

/** The greatest unsigned number that a type holds; 0 for what is no number. */
export function greatest(type: ObjectType): number {
  return type === "B" ? 1 : 256 ** (sizeOf(type) ?? 0) - 1;
}

/** The whole dictionary's key of an object. */
export function keyOf(index: number, sub: number): number {
  return index << 8 | sub;
}

/** An object as the specification writes it: `2920.05`. */
export function objectName(index: number, sub: number): string {
  const hex = (value: number, digits: number) =>
    value.toString(16).padStart(digits, "0");
  return `${hex(index, 4)}.${hex(sub, 2)}`;
}
