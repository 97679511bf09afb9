/**
 * Limits and stops a charge on the bus: the charger takes the last frame that it hears, so each request
 * of the BMS is followed at once by one with less. Anything that is not as it has to be ends that until
 * the next charge, and the BMS's own frames rule again (twizy-later.md, section 14).
 */
import {
  type CanFrame,
  type Ctx,
  declare,
  definePlugin,
  type Plugin,
} from "ovms-edge";
import { xrt } from "../metrics.ts";
import {
  EDRIVER,
  edriverLevel,
  edriverStop,
  kindOf,
  limited,
  LIMITS,
  REQUEST,
  stopping,
} from "./charge_frames.ts";

/** Bits of the status byte, 0x597 B1; the car charges while only the first is set. */
const CHARGING_OR_SWITCHING = 0x60, CHARGING = 0x20;
/** Type of an eDriver's BMS. */
const EDRIVER_TYPE = 1;
/** Seconds in which the car's word about the charge counts. */
const PRESENT = 1;
/** Time after which a frame comes too late, ms. */
const LATE = 8;
/** Strange requests in a row after which they are no single damaged frame. */
const STRANGE = 3;

const own = declare({
  needs: ["can.tx", "clock"],
  reads: {
    status: xrt.status,
    charging: "v.c.charging",
    level: xrt.chargeLevel,
    stop: xrt.chargeStop,
    bmsType: xrt.bmsType,
  },
  notices: {
    ended: {
      priority: "alarm",
      summary: "Limiting or stopping a charge on the bus was given up",
    },
  },
  state: () => ({
    /** Why nothing is sent until the next charge; undefined while all is well. */
    given: undefined as string | undefined,
    /** Frames on their way, and since when there are any, ms. */
    sending: 0,
    since: 0,
    /** Strange requests in a row. */
    strange: 0,
    /** Troubles of the bus when the charge began; undefined before. */
    troubles: undefined as number | undefined,
    /** What an eDriver's BMS was told in this second. */
    told: false,
  }),
});
type X = Ctx<typeof own>;

/** Whether anything is to be asked of the charger. */
const isWanted = ({ metrics: m }: X) =>
  m.level.value > 0 || m.stop.value === true;

/** Whether a status byte tells of a charge. */
const charges = (status: number) =>
  (status & CHARGING_OR_SWITCHING) === CHARGING;

/** Whether a frame may follow now. */
function may({ hal, metrics: m, state }: X): boolean {
  return state.given === undefined && hal.can.tx.open &&
    charges(m.status.value) &&
    (m.status.age ?? Infinity) <= PRESENT;
}

/** Sends nothing more until the next charge, and tells the owner. */
function giveUp({ state, notify }: X, why: string): void {
  if (state.given !== undefined) return;
  state.given = why;
  notify.ended(
    `Charge control ended: ${why}. The car charges as its battery asks`,
  );
}

/**
 * Puts a frame behind the BMS's own. One that waits while the BMS sends its next one comes too late,
 * and what comes too late is worse than nothing.
 */
function send(ctx: X, id: number, data: Uint8Array): void {
  const { hal, state } = ctx, now = hal.clock.monotonic();
  const troubles = hal.can.tx.troubles;
  if (troubles > (state.troubles ??= troubles)) {
    return giveUp(ctx, "the CAN bus had errors");
  }
  if (state.sending > 0 && now - state.since > LATE) {
    return giveUp(ctx, "frames do not get on the bus in time");
  }
  if (state.sending++ === 0) state.since = now;
  hal.can.tx.send(id, data).then(
    () => state.sending--,
    () => {
      state.sending--;
      giveUp(ctx, "a frame could not be sent");
    },
  );
}

/** The BMS asks for a level. */
function request({ data }: CanFrame, ctx: X): void {
  const { metrics: m, state } = ctx;
  if (!isWanted(ctx) || !may(ctx)) return;
  const kind = kindOf(data);
  if (kind === "strange") {
    state.strange++;
    if (state.strange >= STRANGE) {
      giveUp(ctx, "the battery asks for what no battery asks for");
    }
    return;
  }
  state.strange = 0;
  const level = m.level.value;
  const less = kind === "asks" && level > 0 ? limited(data, level) : undefined;
  if (less === undefined) return;
  if (m.bmsType.value === EDRIVER_TYPE) tellEdriver(ctx, edriverLevel(level));
  else send(ctx, REQUEST, less);
}

/** The BMS tells its limits. */
function limits({ data }: CanFrame, ctx: X): void {
  const { metrics: m } = ctx;
  if (m.stop.value !== true || !may(ctx)) return;
  if (m.bmsType.value === EDRIVER_TYPE) tellEdriver(ctx, edriverStop());
  else send(ctx, LIMITS, stopping(data));
}

/** Once a second: it keeps what it was told. */
function tellEdriver(ctx: X, data: Uint8Array): void {
  if (ctx.state.told) return;
  ctx.state.told = true;
  send(ctx, EDRIVER, data);
}

/** Each second: the bus as it is when a charge begins; what was given up is so until the charge ended. */
function second({ hal, metrics: m, state }: X): void {
  state.told = false;
  if (m.charging.value === true || charges(m.status.value)) {
    state.troubles ??= hal.can.tx.troubles;
    return;
  }
  state.troubles = state.given = undefined;
  state.strange = 0;
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "twizy-charge",
  summary: "Limits and stops a charge on the bus",
  frames: {
    [REQUEST]: { bytes: 6, decode: (frame, _, ctx) => request(frame, ctx) },
    [LIMITS]: { bytes: 6, decode: (frame, _, ctx) => limits(frame, ctx) },
  },
  every: { second },
});
export default plugin;
