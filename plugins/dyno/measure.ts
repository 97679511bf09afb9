/** Rounds of readings while the car drives. */
import { type Sdo, SdoError } from "ovms-edge";
import type { Curve } from "./curves.ts";
import { NODE, type Sample, type X } from "./own.ts";
import {
  type Name,
  names,
  READINGS,
  readNumber,
  type Round,
  valueOf,
} from "./readings.ts";

/** Samples that are kept for the export: an hour at ten a second. */
const KEPT = 36_000;
/** Bytes of an object. */
const SIZE = 2;
/** Seconds in which what the car says counts as said at the time of a round. */
const PRESENT = 1;
/** Longest that a round may take, ms: power is no product of values of different times. */
const LONGEST = 1000;

/** A value that the car said just now; undefined for an older one. */
export function present(
  { value, age = Infinity }: Pick<X["metrics"]["speed"], "value" | "age">,
): number | undefined {
  return age <= PRESENT ? value : undefined;
}

/** Whether the controller may be asked now: it drives, and nobody changes its settings. */
export function drives({ hal, metrics: m }: X): boolean {
  return m.running.value && hal.can.sdo.writable && m.on.value === true &&
    m.gear.or(0) !== 0 && m.gear.freshness === "fresh" &&
    m.node.value !== "PreOperational";
}

/** At each 0x629: a round, unless the one before still goes on. What is a fault is told in the next second. */
export function begin(ctx: X): void {
  const { state } = ctx;
  if (state.reading || !drives(ctx)) return;
  state.reading = true;
  round(ctx).catch((fault) => state.fault = fault);
}

async function round(ctx: X): Promise<void> {
  const { state } = ctx;
  try {
    const found = await readRound(ctx, ctx.hal.can.sdo.node(NODE));
    if (found) take(ctx, found);
  } catch (error) {
    if (!(error instanceof SdoError)) throw error;
    state.broken++;
  } finally {
    state.reading = false;
  }
}

/** One reading after the other; undefined when the car stopped driving meanwhile, or it took too long. */
async function readRound(ctx: X, sdo: Sdo): Promise<Round | undefined> {
  const { hal: { clock }, state } = ctx, begun = clock.monotonic();
  const values: Partial<Record<Name, number>> = {};
  for (const name of names) {
    if (!drives(ctx)) return undefined;
    const { index, sub } = READINGS[name];
    const value = await readNumber(sdo, index, sub, SIZE);
    values[name] = valueOf(READINGS[name], value);
    if (clock.monotonic() - begun <= LONGEST) continue;
    state.broken++;
    return undefined;
  }
  return isRound(values) && drives(ctx) ? values : undefined;
}

function isRound(values: Partial<Record<Name, number>>): values is Round {
  return names.every((name) => values[name] !== undefined);
}

function take(ctx: X, found: Round): void {
  const { metrics: m, state } = ctx;
  state.rounds++;
  for (const name of names) m[name].set(found[name]);
  const power = found.voltage * found.current / 1000;
  m.power.set(power);
  const speed = present(m.speed), batteryCurrent = present(m.batteryCurrent);
  if (speed === undefined || batteryCurrent === undefined) return;
  const sample = sampleOf(ctx, found, { speed, batteryCurrent, power });
  const { batteryPower } = sample;
  state.curves.add(speed, batteryCurrent, batteryPower, found.torque);
  state.samples.push(sample);
  if (state.samples.length > KEPT) state.samples.shift();
}

function sampleOf(
  { hal, metrics: m, state }: X,
  found: Round,
  car: Pick<Sample, "speed" | "batteryCurrent" | "power">,
): Sample {
  const now = hal.clock.monotonic();
  state.since ??= now;
  return {
    time: (now - state.since) / 1000,
    rpm: present(m.rpm),
    pedal: present(m.pedal),
    brake: present(m.brake),
    batteryPower: found.batteryVoltage * car.batteryCurrent / 1000,
    ...car,
    ...found,
  };
}

const CURVES = [
  "powerDrive",
  "powerRegain",
  "torqueDrive",
  "torqueRegain",
] as const;

/** Each second: the curves as metrics. */
export function publish({ metrics: m, state }: X): void {
  const { fault } = state;
  state.fault = undefined;
  if (fault !== undefined) throw fault;
  if (state.published === state.rounds) return;
  state.published = state.rounds;
  for (const name of CURVES) {
    state.curves[name].values.forEach((value, speed) =>
      m[name].set(speed, value)
    );
  }
}

/** The curves as records, if there is anything in them. */
export function record({ records, state: { curves } }: X): void {
  if (curves.empty) return;
  for (const name of CURVES) {
    if (curves[name].values.length > 0) {
      records[name].write(0, { values: joined(curves[name]) });
    }
  }
}

const joined = ({ values }: Curve) =>
  values.map((value) => value?.toFixed(1) ?? "").join(",");

/** Forgets what was measured, after recording it. */
export function reset(ctx: X): void {
  const { metrics: m, state } = ctx;
  record(ctx);
  for (const name of CURVES) {
    for (let i = 0; i < m[name].length; i++) m[name].set(i, undefined);
  }
  state.curves.clear();
  state.samples.length = 0;
  state.since = undefined;
  state.rounds = state.broken = state.published = 0;
}
