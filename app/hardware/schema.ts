/** Pieces that the schemas of the hardware's flags share. */
import * as v from "valibot";
import { BAUD_RATES } from "../../hal/linux/termios.ts";

/** Parts of a text as a pattern names them. */
export type Parts = Readonly<Record<string, string | undefined>>;

/**
 * A text of a certain form.
 * @param pattern with named groups
 * @param expected the form in words
 */
export const formed = (pattern: RegExp, expected: string) =>
  v.pipe(
    v.string(),
    v.regex(pattern, `expected ${expected}`),
    v.transform((text): Parts => pattern.exec(text)?.groups ?? {}),
  );

/** A bit rate that somebody knows, bit/s. */
export const rate = (known: Iterable<number>, whose: string) => {
  const rates = [...known];
  return v.pipe(
    v.number(),
    v.check(
      (value) => rates.includes(value),
      ({ input }) =>
        `${input} is not a bit rate of ${whose}: expected one of ${
          rates.join(", ")
        }`,
    ),
  );
};

/** A bit rate of a serial port, bit/s. */
export const baud = rate(BAUD_RATES, "a serial port");

const PORT = "expected a port from 1 to 65535";

/** A port of a TCP connection. */
export const tcpPort = v.pipe(
  v.number(),
  v.minValue(1, PORT),
  v.maxValue(65_535, PORT),
);

/** Pattern of a host: a name, an IPv4 address, an IPv6 address in brackets. */
export const HOST = String.raw`[\w.-]+|\[[\da-f:.]+\]`;

/** An IPv6 address without its brackets. */
export function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}
