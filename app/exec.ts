/** `--exec`: commands one after the other on a clock that waits for them. */
import { settled, type SimClock } from "../hal/sim/mod.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { answers, OWNER } from "./answers.ts";
import { reasonOf } from "./usage_error.ts";

/** What commands are run with. */
export interface Bench {
  readonly runtime: Runtime;
  readonly clock: SimClock;
  /** Runs a line that began with a colon. */
  readonly control: (line: string) => Promise<string>;
  /** Takes a message for standard output. */
  readonly out: (text: string) => void;
  /** Takes a sentence for standard error. */
  readonly err: (text: string) => void;
}

/** Car time after each command, ms. */
const PAUSE = 1000;
/** Steps in which time passes while a command, or a line with a colon, waits for something, ms. */
const STEP = 10, CONTROL_STEP = 100;
/** Without complete data after this time, the car has none to give, s. */
const PATIENCE = 60;
/** What must have come from the car before its first answer makes sense. */
const FIRST_DATA = [
  "v.b.soc",
  "v.b.range.est",
  "v.p.odometer",
  "v.b.c.voltage",
  "v.b.c.temp",
];

/** Advances the clock until the car has sent its first complete data. */
export async function awaitData({ runtime, clock }: Bench): Promise<void> {
  for (let s = 0; s < PATIENCE && !hasData(runtime); s++) await clock.run(1000);
}

/** Whether the first complete data has come. Values from before the start are older than the program. */
export function hasData({ host: { metrics }, seconds }: Runtime): boolean {
  return FIRST_DATA.every((name) => {
    const slot = metrics.find(name);
    // Nobody brings it: this vehicle has no such value.
    if (slot === undefined) return true;
    const age = metrics.age(slot);
    return metrics.read(slot) !== undefined && age !== undefined &&
      age <= seconds;
  });
}

/** Runs the lines; false when one of them failed, was denied or is unknown. */
export async function runLines(
  bench: Bench,
  lines: readonly string[],
): Promise<boolean> {
  let ok = true;
  for (const line of lines) {
    const fine = line.startsWith(":")
      ? await runControl(bench, line)
      : await runCommand(bench, line);
    ok &&= fine;
    await bench.clock.run(PAUSE);
  }
  return ok;
}

async function runCommand(
  { runtime, clock, out, err }: Bench,
  line: string,
): Promise<boolean> {
  const outcome = await passing(clock, STEP, runtime.text(line, OWNER));
  const say = outcome.status === "unknown" ? err : out;
  for (const message of answers(line, outcome)) say(message);
  return outcome.status === "ok";
}

async function runControl(
  { clock, control, out, err }: Bench,
  line: string,
): Promise<boolean> {
  try {
    const said = await passing(clock, CONTROL_STEP, control(line.slice(1)));
    if (said !== "") out(said);
    return true;
  } catch (error) {
    err(reasonOf(error));
    return false;
  }
}

/** Lets time pass until a promise settles. */
async function passing<T>(
  clock: SimClock,
  step: number,
  promise: Promise<T>,
): Promise<T> {
  let done = false;
  const settles = promise.finally(() => done = true);
  settles.catch(() => {});
  for (await settled(); !done; await settled()) await clock.run(step);
  return await settles;
}
