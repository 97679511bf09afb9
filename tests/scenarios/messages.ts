/**
 * When two protocol messages (`MP-0 ...`, before encryption) count as the same.
 * @module
 */
import { near } from "./numbers.ts";
import { layoutLines, maskVersion, sameText } from "./texts.ts";

/**
 * How a field is compared if not to the letter:
 * - a number: how many units of the last digit it may differ
 * - `stale`: a stale counter, ±1 where both still count
 * - `percent`: 1 %
 * - `status`: a status byte in hexadecimal digits, whose activity bit is free
 * - `sign`: only its sign
 * - `coordinate`: ±0.00002, not at all without a fix
 */
type FieldRule =
  | number
  | "stale"
  | "sign"
  | "coordinate"
  | "percent"
  | "status";

interface Shape {
  /** What the message begins with; its fields follow, counted from 1. */
  readonly begins: string;
  readonly fields: Readonly<
    Record<number, FieldRule | ((fields: number) => FieldRule)>
  >;
  /** Number of the field that says whether there is a GPS fix. */
  readonly fix?: number;
  /** More fields than recorded may follow. */
  readonly open?: true;
}

/** Units of the sixth decimal. */
const COORDINATE_UNITS = 20;

/** These fields may differ by one. */
const ones = (fields: readonly number[]) =>
  Object.fromEntries(fields.map((field) => [field, 1]));

const SHAPES: readonly Shape[] = [
  { begins: "MP-0 S", open: true, fields: { 7: 1, 8: 1, 18: "stale" } },
  {
    begins: "MP-0 L",
    open: true,
    fix: 5,
    fields: { 1: "coordinate", 2: "coordinate", 6: "stale" },
  },
  {
    begins: "MP-0 D",
    open: true,
    fields: { 8: 3, 10: 1, 13: "sign", 14: "stale", 15: 1, 17: 1 },
  },
  { begins: "MP-0 F", open: true, fields: {} },
  { begins: "MP-0 W", fields: { 9: "stale" } },
  {
    begins: "MP-0 g",
    fix: 6,
    fields: { 7: "stale", 8: "coordinate", 9: "coordinate" },
  },
  {
    begins: "MP-0 HRT-GPS-Log,",
    fix: 8,
    fields: {
      1: 1,
      3: "coordinate",
      4: "coordinate",
      9: "stale",
      // Of the last release alone, as are those from 15 on
      11: (fields) => fields > 14 ? 4 : 0,
      15: 4,
      16: 4,
      17: "status",
      22: 25,
      23: 25,
    },
  },
  {
    begins: "MP-0 HRT-PWR-Stats,0,86400,",
    fields: {
      ...ones([1, 2, 3, 6, 7, 8, 11, 12, 13, 16, 17, 18, 19, 20, 21, 22, 23]),
      5: "percent",
      10: "percent",
      15: "percent",
      ...ones([24, 25]),
    },
  },
  {
    begins: "MP-0 HRT-PWR-Log,0,31536000,",
    fields: {
      ...ones([10, 11, 12, 28, 29]),
      25: 2,
      26: 2,
      27: 2,
      30: 5,
    },
  },
  // Of what was cleared or of what is left
  { begins: "MP-0 c209,0,2,", fields: { 1: Infinity } },
  { begins: "MP-0 c209,0,3,", fields: { 1: Infinity } },
  // The capacity as it is kept, 1/100 %
  { begins: "MP-0 c3,0,29,32,", fields: { 1: 5 } },
  { begins: "MP-0 c203,0,", fields: { 3: 1, 4: 1, 5: 1 } },
  { begins: "MP-0 c204,0,", fields: { 3: 1, 4: 1, 5: 1 } },
];

/** A push text: this and a letter for its kind, then the text. */
const PUSH = "MP-0 P";
const FORWARDED = "MP-0 PASMS FROM";
const CAPABILITIES = "MP-0 VC";

/**
 * True if `actual` is what the scenario expects.
 * @param exact no tolerances on numbers
 */
export function sameMessage(
  expected: string,
  actual: string,
  exact: boolean,
): boolean {
  if (actual.includes("\n")) return false; // would be cut on its way
  const both = (beginning: string) =>
    expected.startsWith(beginning) && actual.startsWith(beginning);
  if (both(CAPABILITIES)) return true;
  if (both(FORWARDED)) {
    return plain(expected).toLowerCase() === plain(actual).toLowerCase();
  }
  if (both(PUSH)) {
    const text = PUSH.length + 1;
    return expected.slice(0, text) === actual.slice(0, text) &&
      sameText(expected.slice(text), actual.slice(text), exact);
  }
  const shape = exact ? undefined : SHAPES.find(({ begins }) => both(begins));
  if (shape !== undefined) return sameFields(expected, actual, shape);
  return plain(expected) === plain(actual) ||
    // An error may tell more than its number
    /^MP-0 c\d+,1$/.test(expected) && actual.startsWith(`${expected},`) ||
    isOpen(expected) && plain(actual).startsWith(plain(expected) + ",");
}

function plain(message: string): string {
  return maskVersion(layoutLines(message).join("\r"));
}

/** True for a message that may have more fields than recorded, whatever its numbers. */
function isOpen(message: string): boolean {
  return SHAPES.some(({ begins, open }) => open && message.startsWith(begins));
}

function sameFields(expected: string, actual: string, shape: Shape): boolean {
  const wanted = plain(expected.slice(shape.begins.length)).split(",");
  const got = plain(actual.slice(shape.begins.length)).split(",");
  if (shape.open ? got.length < wanted.length : got.length !== wanted.length) {
    return false;
  }
  const noFix = shape.fix !== undefined && wanted[shape.fix - 1] === "0";
  return wanted.every((field, n) =>
    sameField(field, got[n] ?? "", ruleOf(shape, n + 1, wanted.length), noFix)
  );
}

function ruleOf({ fields }: Shape, n: number, count: number): FieldRule {
  const rule = fields[n] ?? 0;
  return typeof rule === "function" ? rule(count) : rule;
}

/** Bit of the status that comes and goes by itself. */
const ACTIVITY = 0x80;

function sameField(
  expected: string,
  actual: string,
  rule: FieldRule,
  noFix: boolean,
): boolean {
  if (expected === actual) return true;
  switch (rule) {
    case "stale":
      return Number(expected) > 0 && Number(actual) > 0 &&
        near(expected, actual, 1);
    case "sign":
      return /^-?\d+$/.test(actual) &&
        Math.sign(Number(expected)) === Math.sign(Number(actual));
    case "percent":
      return Math.abs(Number(actual) - Number(expected)) <=
        Math.abs(Number(expected)) / 100;
    case "status":
      return (parseInt(expected, 16) | ACTIVITY) ===
        (parseInt(actual, 16) | ACTIVITY);
    case "coordinate":
      return noFix || near(expected, actual, COORDINATE_UNITS);
    default:
      return near(expected, actual, rule);
  }
}
