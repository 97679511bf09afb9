const NUMBER = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/**
 * True if two written numbers differ by at most `units` of their last digit and are written alike:
 * with as many decimals, and leading zeros where the other has them.
 * @param units 0: equal to the letter
 */
export function near(expected: string, actual: string, units: number): boolean {
  if (expected === actual) return true;
  const a = NUMBER.exec(expected), b = NUMBER.exec(actual);
  if (units === 0 || a === null || b === null) return false;
  const [, signA = "", wholeA = "", decimalsA = ""] = a;
  const [, signB = "", wholeB = "", decimalsB = ""] = b;
  const padded = /^0\d/;
  return decimalsA.length === decimalsB.length &&
    (signA === "+") === (signB === "+") &&
    (wholeA.length === wholeB.length ||
      !padded.test(wholeA) && !padded.test(wholeB)) &&
    Math.abs(
        Number(signA + wholeA + decimalsA) - Number(signB + wholeB + decimalsB),
      ) <= units;
}
