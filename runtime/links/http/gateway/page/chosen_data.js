// @ts-check
/** What becomes a device's setting: of what was found, and of buses among each other. */

/**
 * What was found at one place.
 * @typedef {{ device: string, flag: string, aliases: readonly string[] }} Found
 * A device's setting: its name behind `devices.`, and its text.
 * @typedef {{ name: string, value: string }} Choice
 */

/**
 * What chooses something that was found: by the name that stays when devices are plugged in another order.
 * @param {Found} found
 * @returns {Choice | undefined} undefined where there is nothing to choose
 */
export function choiceOf({ device, flag, aliases }) {
  const [, name, value] = /^--(\w+) (.+)$/.exec(flag) ?? [];
  if (name === undefined || value === undefined) return undefined;
  return { name, value: value.replace(device, aliases[0] ?? device) };
}

/**
 * The buses of a text such as `socketcan:can0 2=socketcan:can1`, by their numbers.
 * @param {string} text
 * @returns {Map<number, string>}
 */
export function busesOf(text) {
  const words = text.split(/\s+/).filter((word) => word !== "");
  return new Map(words.map((word) => {
    const [, bus = "1", at = word] = /^(?:(\d+)=)?(.*)$/.exec(word) ?? [];
    return [Number(bus), at];
  }));
}

/**
 * The text with an interface as one of its buses, which no other bus has then.
 * @param {string} text
 * @param {number} bus
 * @param {string} at
 */
export function withBus(text, bus, at) {
  const buses = busesOf(text);
  for (const [number, other] of buses) {
    if (other === at) buses.delete(number);
  }
  buses.set(bus, at);
  return [...buses].sort(([one], [other]) => one - other)
    .map(([number, at]) => number === 1 ? at : `${number}=${at}`).join(" ");
}

/**
 * Numbers that a bus could have: those that are there, and the next one.
 * @param {string} text
 */
export function busNumbers(text) {
  const numbers = [...busesOf(text).keys()];
  const next = Array.from({ length: numbers.length + 1 }, (_, at) => at + 1)
    .find((number) => !numbers.includes(number)) ?? 1;
  return [...numbers, next].sort((one, other) => one - other);
}
