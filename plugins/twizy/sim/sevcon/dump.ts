import {
  type Access,
  greatest,
  keyOf,
  type ObjectSpec,
  type ObjectType,
} from "./object_spec.ts";
import { SEVCON_OBJECTS } from "./objects.ts";

/** Objects that tell the controller's present state: a dump's values of them belong to the past. */
const LIVE = [0x2800, 0x5000, 0x5110, 0x5310];

const TYPES: Readonly<Record<string, ObjectType>> = {
  Boolean: "B",
  Unsigned8: "U8",
  Unsigned16: "U16",
  Unsigned32: "U32",
  Integer8: "I8",
  Integer16: "I16",
  Integer32: "I32",
  VisibleString: "text",
  Domain: "domain",
};

const ACCESS: Readonly<Record<string, Access>> = {
  CONST: "const",
  RO: "ro",
  RW: "rw",
  WO: "wo",
};

const COLUMNS = "Index,Subindex,DataType,Access,ValueHex,ValueDec,ValueStr";

/**
 * A controller's dump as CSV with the columns Index, Subindex, DataType, Access, ValueHex, ValueDec
 * and ValueStr. What the dump lacks is as in the delivered controller.
 * @throws Error that names the line
 */
export function objectsOfCsv(text: string): ObjectSpec[] {
  const [header = "", ...lines] = text.replace(/^\ufeff/, "").split(/\r?\n/);
  if (header.trim() !== COLUMNS) {
    throw new Error(`The dump's first line is not ${COLUMNS}`);
  }
  const objects = lines.flatMap((line, at) => {
    if (line.trim() === "") return [];
    try {
      return [objectOfCells(cells(line))];
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`Line ${at + 2} of the dump: ${why}`, { cause });
    }
  });
  return overDelivered(objects);
}

function objectOfCells(row: readonly string[]): ObjectSpec {
  const [index, sub, type = "", access = "", value = "", , text = ""] = row;
  const known = TYPES[type], right = ACCESS[access];
  if (!known) throw new Error(`unknown type "${type}"`);
  if (!right) throw new Error(`unknown access "${access}"`);
  const isText = known === "text" || known === "domain";
  return {
    ...objectId(index, sub),
    type: known,
    access: right,
    preOp: false,
    max: greatest(known),
    value: isText ? text : value === "" ? 0 : number(value, greatest(known)),
  };
}

/** Cells of a CSV line; quoted ones may hold commas and doubled quotes. */
function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
  );
}

/**
 * Our own export: `{ "objects": [{ "index": "2920", "sub": "05", "value": 7250 }, …] }`. Index and sub
 * are hexadecimal texts or numbers; text objects have `text` instead of `value`; `size` (1, 2 or 4
 * bytes) tells the length of objects that the delivered controller does not have.
 * @throws Error that names the object
 */
export function objectsOfExport(json: unknown): ObjectSpec[] {
  return overDelivered(
    list(isRecord(json) ? json["objects"] : undefined, "objects").map(
      (object, at) => named(`objects[${at}]`, () => objectOfExport(object)),
    ),
  );
}

function objectOfExport(object: Fields): ObjectSpec {
  const { value, text, size } = object;
  const id = objectId(object["index"], object["sub"]);
  const known = DELIVERED.get(keyOf(id.index, id.sub));
  if (typeof text === "string") {
    const type = known?.type === "domain" ? "domain" : "text";
    return {
      access: "const",
      preOp: false,
      max: 0,
      ...known,
      ...id,
      type,
      value: text,
    };
  }
  const type = known?.type ?? unsigned(size ?? leastSize(value));
  const max = greatest(type);
  return {
    access: "rw",
    preOp: false,
    ...known,
    ...id,
    type,
    max: known?.max ?? max,
    value: number(value, max),
  };
}

/**
 * The model of the scenarios: a list of `{ index, sub, bytes, readOnly, needsPreOp, writeOnly,
 * segmented, default, text }`. Nothing is added to it; numbers take any value that fits.
 * @throws Error that names the object
 */
export function objectsOfModel(json: unknown): ObjectSpec[] {
  return list(json, "the model").map((object, at) =>
    named(`model[${at}]`, () => objectOfModel(object))
  );
}

function objectOfModel(object: Fields): ObjectSpec {
  const id = objectId(object["index"], object["sub"]);
  const access = object["writeOnly"] === true
    ? "wo"
    : object["readOnly"] === true
    ? "ro"
    : "rw";
  const base = { ...id, access, preOp: object["needsPreOp"] === true } as const;
  if (object["segmented"] === true) {
    const text = object["text"] ??
      DELIVERED.get(keyOf(id.index, id.sub))?.value;
    const value = typeof text === "string" ? text : "";
    return { ...base, type: "text", max: 0, value };
  }
  const type = unsigned(object["bytes"]), max = greatest(type);
  return { ...base, type, max, value: number(object["default"], max) };
}

const DELIVERED: ReadonlyMap<number, ObjectSpec> = new Map(
  SEVCON_OBJECTS.map((object) => [keyOf(object.index, object.sub), object]),
);

/**
 * Dumped objects over the delivered ones, which know what a dump does not tell: what needs the
 * pre-operational state, what is the greatest value, and how the controller starts.
 */
function overDelivered(dumped: readonly ObjectSpec[]): ObjectSpec[] {
  const all = new Map(DELIVERED);
  for (const object of dumped) {
    const key = keyOf(object.index, object.sub), known = DELIVERED.get(key);
    const rules = known && { preOp: known.preOp, max: known.max };
    if (known && LIVE.includes(object.index)) all.set(key, known);
    else all.set(key, { ...object, ...rules });
  }
  return [...all.values()].sort((a, b) =>
    keyOf(a.index, a.sub) - keyOf(b.index, b.sub)
  );
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function list(value: unknown, name: string): readonly Fields[] {
  if (!Array.isArray(value) || !value.every(isRecord)) {
    throw new Error(`Expected ${name} to be a list of objects`);
  }
  return value;
}

function named(name: string, read: () => ObjectSpec): ObjectSpec {
  try {
    return read();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${name}: ${why}`, { cause });
  }
}

function objectId(
  index: unknown,
  sub: unknown,
): { readonly index: number; readonly sub: number } {
  return { index: hex(index, 0xffff), sub: hex(sub, 0xff) };
}

/** A number, or a hexadecimal text with or without 0x. */
function hex(value: unknown, max: number): number {
  const text = typeof value === "string" ? value.replace(/^0x/i, "") : "";
  return number(/^[0-9a-f]+$/i.test(text) ? parseInt(text, 16) : value, max);
}

/** An unsigned number, or a negative one that fits into as many bits. */
function number(value: unknown, max: number): number {
  const n = typeof value === "string" ? Number(value) : value;
  if (
    typeof n !== "number" || !Number.isInteger(n) || n > max ||
    n < -(max + 1) / 2
  ) {
    throw new Error(`expected an integer of at most ${max}, not ${value}`);
  }
  return n;
}

function unsigned(size: unknown): ObjectType {
  if (size === 1) return "U8";
  if (size === 2) return "U16";
  if (size === 4) return "U32";
  throw new Error(`expected a size of 1, 2 or 4 bytes, not ${size}`);
}

function leastSize(value: unknown): number {
  const n = typeof value === "number" ? value : 0;
  if (n >= -0x80 && n <= 0xff) return 1;
  return n >= -0x8000 && n <= 0xffff ? 2 : 4;
}
