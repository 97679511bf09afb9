/**
 * All that the controller measures, as records RT-ENG-SDO: an index each, of which the whole list of
 * values follows speed, power and revolutions (twizy-later.md, section 18). How often the original wrote
 * them is not known, so the owner says it; values are raw ones, as the apps have no names for them.
 */
import { type Sdo, SdoError } from "ovms-edge";
import { drives, present } from "./measure.ts";
import { NODE, type X } from "./own.ts";
import { readNumber } from "./readings.ts";

/** Motor, and torque and supply. */
const INDEXES = [0x4600, 0x4602] as const;
/** Speed of the motor, rpm, 32 bits. */
const RPM = 0x606c;
/** Values that a public list of the controller's objects has as unsigned. */
const UNSIGNED = ["4602.1", "4602.f", "4602.10", "4602.11", "4602.12"];
/** The only one of 32 bits. */
const LONG = "4600.e";
/** Highest sub that a list may claim to have. */
const MOST = 0x40;
/** Longest that all lists may take, ms: rounds wait meanwhile, and a record is of one time. */
const LONGEST = 5000;
/** Abort of a sub that there is not: both lists have gaps. */
const NO_SUB = 0x06090011;

const place = (index: number, sub: number) =>
  `${index.toString(16)}.${sub.toString(16)}`;

/** Each second: a record of each list, when it is time for that and nothing else is read. */
export function beginObjects(ctx: X): void {
  const { hal, settings, state } = ctx, now = hal.clock.monotonic();
  const wait = settings.objects * 1000;
  if (wait === 0 || now - (state.objectsAt ?? -Infinity) < wait) return;
  if (state.reading || !drives(ctx)) return;
  state.reading = true;
  state.objectsAt = now;
  readAll(ctx)
    .catch((error) => {
      if (error instanceof SdoError) state.broken++;
      else state.fault = error;
    })
    .finally(() => state.reading = false);
}

async function readAll(ctx: X): Promise<void> {
  const { hal, metrics: m, records } = ctx, sdo = hal.can.sdo.node(NODE);
  const rpm = await readNumber(sdo, RPM, 0, 4) | 0;
  for (const index of INDEXES) {
    const values = await readList(ctx, sdo, index);
    if (!values) return;
    const power = present(m.batteryPower);
    records.objects.write(Number(index.toString(16)), {
      speed: present(m.speed) ?? null,
      power: power === undefined ? null : power * 1000,
      rpm,
      values: values.map((value) => value ?? "").join(","),
    });
  }
}

/**
 * Its values by sub from 1 on, undefined for a gap; undefined when the car stopped driving meanwhile, or
 * it took too long.
 */
async function readList(
  ctx: X,
  sdo: Sdo,
  index: number,
): Promise<readonly (number | undefined)[] | undefined> {
  const { hal: { clock }, state } = ctx;
  const { value: count } = await sdo.read(index, 0, undefined, 1);
  const values: (number | undefined)[] = [];
  for (let sub = 1; sub <= Math.min(count, MOST); sub++) {
    if (!drives(ctx)) return undefined;
    if (clock.monotonic() - (state.objectsAt ?? 0) > LONGEST) {
      state.broken++;
      return undefined;
    }
    values.push(await readOne(ctx, sdo, index, sub));
  }
  return values;
}

async function readOne(
  { state: { gaps } }: X,
  sdo: Sdo,
  index: number,
  sub: number,
): Promise<number | undefined> {
  const at = place(index, sub);
  if (gaps.has(at)) return undefined;
  try {
    const size = at === LONG ? 4 : 2, shift = 32 - 8 * size;
    const value = await readNumber(sdo, index, sub, size);
    return UNSIGNED.includes(at) ? value : value << shift >> shift;
  } catch (error) {
    if (!(error instanceof SdoError) || error.code !== NO_SUB) throw error;
    gaps.add(at);
    return undefined;
  }
}
