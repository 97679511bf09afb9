/**
 * When two texts for people (SMS, or behind `MP-0 PA`) count as the same.
 * @module
 */
import { near } from "./numbers.ts";

/** Texts of which only the beginning is compared: HELP and DIAG. */
const BEGINNINGS = ["Commands:", "DIAG:"];

/** Lines with stored settings, whose numbers are exact. */
const SETTINGS = /^(?:Charge Alert|Max ideal range):/;

/** Lines that say nothing and may be missing. */
const NO_TIME = ["Time: 0 min.", "Full: 0 min."];

/** Numbers with a tolerance, and how many units of their last digit it is. */
const TOLERANT: readonly (readonly [pattern: RegExp, units: number])[] = [
  [/-?\d+(?:\.\d+)?(?= (?:km|mi|min\.)(?!\w))/g, 1],
  [/(?<=^Range: )-?\d+(?= - )/g, 1],
  [/-?\d+(?= Wh\/km)/g, 1],
  [/(?<=R=)-?\d+/g, 1],
  // Reports of the last release
  [/-?\d+(?=Wpk)/g, 1],
  [/(?<=Wpk\/)-?\d+(?=%)/g, 1],
  [/(?<=^(?:===|\+\+\+|---) )\d+(?=%)/g, 1],
  [/(?<=^(?:\/\/\/|\^\^\^|vvv) )\d+(?=m )/g, 1],
  [/(?<=\?q=|\?q=[^,]*,)-?\d+\.\d+/g, 20], // coordinates, six decimals
];

/** Stands for a number that was taken out of a line. */
const MARK = "\0";

const VERSION = /\d+(?:\.\d+)*\/RT(?:\d+(?:\.\d+)*)?\/V\d+/g;

/**
 * Object and data behind an error of login (001x), operational state (002x) or controller type (004x),
 * or where nothing was asked for (0001, 000B).
 */
const FREE_SDO =
  /(?<=ERROR 00(?:[124][0-9A-F]|01|0B)(?: NOT IN STOP| NO CANWRITE| SEVCON OFFLINE)* SDO (?:ABORT )?)0x[0-9A-F]{4}\.[0-9A-F]{2}: 0x(?:[0-9A-F]{4}){1,2}(?![0-9A-F])/g;

/** Where a blank is optional. */
const OPTIONAL_BLANK =
  /(?<=ERROR 003\d) ?(?=INVALID PARAM)|(?<=MAP \w) ?(?=ERROR)/g;

/** A text instead of the error that reading a text object gives. */
const TEXT_OBJECT = /^CFG READ: ERROR 0004 SDO 0x[0-9A-F]{4}\.[0-9A-F]{2}:/;

/** True for the reply of a CFG command, or of another one that asks the controller. */
export function isCfgReply(text: string): boolean {
  return /^(?:CFG |ERROR 00|Error: CAN bus in read only mode)/.test(text);
}

/** Replaces the numbers of a version, which are free, by a mark each; its form stays. */
export function maskVersion(text: string): string {
  return text.replaceAll(
    VERSION,
    (version) => version.replaceAll(/\d+/g, "#"),
  );
}

/** A text's lines without blanks that only lay it out. */
export function layoutLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/).map((line, n) =>
    n === 0 ? line.replace(/[ \t]+$/, "") : line.replace(/^[ \t]+|[ \t]+$/g, "")
  );
}

/**
 * True if `actual` is what the scenario expects.
 * @param exact no tolerances on numbers
 */
export function sameText(
  expected: string,
  actual: string,
  exact: boolean,
): boolean {
  if (TEXT_OBJECT.test(expected) && /^CFG READ: [^E]/.test(actual)) return true;
  const beginning = BEGINNINGS.find((text) => expected.startsWith(text));
  if (beginning !== undefined) return actual.startsWith(beginning);
  const wanted = contentLines(expected);
  const got = withoutAdvice(wanted, contentLines(actual));
  return wanted.length === got.length &&
    wanted.every((line, n) => sameLine(line, got[n] ?? "", exact));
}

function contentLines(text: string): string[] {
  return layoutLines(text).filter((line, n) =>
    n === 0 || !NO_TIME.includes(line)
  );
}

/** Leaves out the plain sentence that may follow the error of a CFG command. */
function withoutAdvice(
  wanted: readonly string[],
  got: readonly string[],
): readonly string[] {
  const [line = ""] = wanted;
  const isError = wanted.length === 1 && isCfgReply(line) &&
    /ERROR|^Error/.test(line);
  const [, advice = ""] = got;
  const isSentence = got.length === 2 && /^[A-Z].* /.test(advice) &&
    !/0x|=|ERROR/.test(advice);
  return isError && isSentence ? got.slice(0, 1) : got;
}

function sameLine(expected: string, actual: string, exact: boolean): boolean {
  const settings = SETTINGS.test(expected);
  const a = split(expected, settings), b = split(actual, settings);
  return a.rest === b.rest &&
    a.numbers.every(([number, units], n) =>
      near(number, b.numbers[n]?.[0] ?? "", exact ? 0 : units)
    );
}

/** A line's tolerant numbers, and what remains when marks stand in their places. */
function split(line: string, settings: boolean) {
  const numbers: [number: string, units: number][] = [];
  let rest = maskVersion(line);
  if (isCfgReply(line)) {
    rest = rest.replaceAll(FREE_SDO, "#").replaceAll(OPTIONAL_BLANK, " ");
  }
  for (const [pattern, units] of settings ? [] : TOLERANT) {
    rest = rest.replaceAll(pattern, (number) => {
      numbers.push([number, units]);
      return MARK;
    });
  }
  return { rest, numbers };
}
