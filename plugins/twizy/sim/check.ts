/** @throws RangeError when a value is not from `min` to `max` */
export function checkRange(
  name: string,
  value: number,
  min: number,
  max: number,
  unit: string,
): void {
  if (!(value >= min && value <= max)) {
    throw new RangeError(
      `${name} cannot be ${value} ${unit}: expected ${min} to ${max}`,
    );
  }
}

/** @throws RangeError when there is no such cell or module */
export function checkIndex(name: string, index: number, count: number): void {
  if (!(Number.isInteger(index) && index >= 1 && index <= count)) {
    throw new RangeError(
      `There is no ${name} ${index}: expected 1 to ${count}`,
    );
  }
}
