/** Questions to the display. */
import { type Call, CommandError } from "ovms-edge";
import { rowOf, type X } from "./own.ts";
import { readSlots } from "./slots.ts";
import { update } from "./texts.ts";
import { requests, units } from "./units.ts";

/** Seconds between two questions, while the car is awake and while it charges. */
const AWAKE = 10, CHARGING = 60;
/** Seconds after which the VIN is asked again. */
const HOUR = 3600;
/** Seconds that a speed counts as present. */
const PRESENT = 1;
const VIN_LENGTH = 17;

/** @throws CommandError when nobody can be asked */
export function mustAnswer({ hal, metrics: m }: X): void {
  if (m.awake.value !== true) throw new CommandError("ERROR: Car is offline.");
  if (!hal.diag.writable) {
    throw new CommandError("ERROR: CAN bus write access disabled.");
  }
}

/** Reads the stored codes. @returns numbers of the slots that are news @throws CommandError */
export async function readCodes(ctx: X): Promise<readonly number[]> {
  const { hal: { diag }, state, emit } = ctx;
  mustAnswer(ctx);
  state.askedAt = ctx.now;
  await diag.request(units.cluster, requests.session);
  const answer = await diag.request(units.cluster, requests.codes);
  const news = state.store.take(readSlots(answer));
  for (const n of news) {
    const slot = state.store.slots[n];
    if (!slot) continue;
    ctx.records.code.write(n + 1, rowOf(slot));
    const { ecu, number } = slot.stored;
    emit["vehicle-dtc"]({ ecu, number });
  }
  return news;
}

/** The VIN, once an hour. @throws CommandError */
async function readVin({ hal: { diag }, metrics: m, state, now }: X) {
  if (now - state.identifiedAt < HOUR) return;
  const answer = await diag.request(units.cluster, requests.vin);
  const vin = answer.text(0, VIN_LENGTH);
  state.identifiedAt = now;
  if (/^[A-Z0-9]{17}$/.test(vin)) m.vin.set(vin);
}

/** What is due by itself; a display that does not answer is asked again the next time. */
export async function watch(ctx: X): Promise<void> {
  const { hal, metrics: m, settings, state, now, notify } = ctx;
  const every = m.charging.or(false) ? CHARGING : AWAKE;
  const due = settings.watch && hal.diag.writable && m.awake.value === true &&
    now - state.askedAt >= every;
  if (!due) return;
  try {
    const news = await readCodes(ctx);
    if (news.length > 0) notify.news(update(state.store, news));
    await readVin(ctx);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}

/** @throws CommandError when it is not known that the car stands */
function mustStand({ metrics: { speed } }: X): void {
  if (speed.value === 0 && (speed.age ?? Infinity) <= PRESENT) return;
  throw new CommandError(
    "ERROR: Trouble codes are cleared while the car stands only",
  );
}

/** Deletes what the display stored, after it was noted. @throws CommandError */
export async function clear(
  ctx: X,
  { link, principal }: Call,
): Promise<string> {
  const { hal: { diag, memory }, state } = ctx;
  mustAnswer(ctx);
  mustStand(ctx);
  await readCodes(ctx);
  memory.journal({
    who: `${link} ${principal}`,
    what: "trouble codes",
    key: "DTC",
    old: state.store.slots.flatMap((slot) =>
      slot ? [`${slot.stored.ecu}/${slot.stored.number}`] : []
    ).join(", "),
    new: "cleared",
  });
  // It may have set off while the display took its time
  mustStand(ctx);
  await diag.request(units.cluster, requests.clear);
  await readCodes(ctx);
  return "DTC store has been cleared.";
}
