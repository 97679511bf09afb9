/**
 * Ways to measure the 12 V supply: the modem, an ADC of the system, a command.
 * @module
 */
import type { Clock, Gsm } from "../mod.ts";
import { afterName, splitFields } from "../modem/fields.ts";
import { PolledSupply } from "./polled.ts";

export { PolledSupply } from "./polled.ts";

/** How a raw number becomes volts: `raw * scale + offset`. */
export interface Scaling {
  readonly scale: number;
  readonly offset: number;
}

/** How often and where a supply is measured. */
interface Common {
  readonly clock: Clock;
  /** Milliseconds between two measurements; 10 s if left out. */
  readonly every?: number;
}

const EVERY_MS = 10_000;

/**
 * The supply as the modem measures it (`AT+CBC`, in mV).
 * @param options.scaling from the modem's volts to the car's, when a regulator or divider lies between
 */
export function modemSupply(
  options: Common & { readonly gsm: Gsm; readonly scaling?: Scaling },
): PolledSupply {
  const { gsm, scaling = { scale: 1, offset: 0 } } = options;
  return polled(options, async () => {
    const lines = await gsm.command("AT+CBC");
    const answer = lines.map((line) => afterName(line, "+CBC"))
      .find((text) => text !== undefined);
    return scaled(String(voltsOf(answer ?? "")), scaling);
  });
}

/**
 * The supply in a file, such as `/sys/bus/iio/devices/iio:device0/in_voltage0_raw`.
 * @param options.read reads the file; needs all permissions below /sys by Deno's own way
 */
export function fileSupply(
  options: Common & {
    readonly path: string;
    readonly scaling: Scaling;
    readonly read?: (path: string) => Promise<string>;
  },
): PolledSupply {
  const { path, scaling, read = Deno.readTextFile } = options;
  return polled(options, async () => scaled(await read(path), scaling));
}

/** The supply that a command prints, in volts if there is no scaling. */
export function commandSupply(
  options: Common & {
    readonly command: string;
    readonly args: readonly string[];
    readonly scaling?: Scaling;
  },
): PolledSupply {
  const { command, args, scaling = { scale: 1, offset: 0 } } = options;
  return polled(options, async (signal) => {
    const { success, stdout } = await new Deno.Command(command, {
      args: [...args],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
      signal,
    }).output();
    if (!success) throw new Error(`${command} failed`);
    return scaled(new TextDecoder().decode(stdout), scaling);
  });
}

function polled(
  { clock, every = EVERY_MS }: Common,
  measure: (signal: AbortSignal) => Promise<number>,
): PolledSupply {
  return new PolledSupply(clock, every, measure);
}

function scaled(raw: string, { scale, offset }: Scaling): number {
  return Number(numeric(raw)) * scale + offset;
}

/** `0,80,4012` in mV, or `4.012V` alone or as the last field, with or without its unit. */
function voltsOf(answer: string): number {
  const fields = splitFields(answer);
  const last = (fields[2] ?? (fields.length === 1 ? fields[0] : undefined))
    ?.trim();
  const value = Number(numeric(last));
  const isVolts = /V$/i.test(last ?? "") && !/mV$/i.test(last ?? "") ||
    last?.includes(".") === true;
  return isVolts && value < 100 ? value : value / 1000;
}

function numeric(text: string | undefined): string {
  const [number] = /^\s*-?\d+(\.\d+)?/.exec(text ?? "") ?? [];
  if (number === undefined) throw new Error("expected a number of volts");
  return number;
}
