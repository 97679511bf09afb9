/**
 * Requests to the car, as its own telematics unit sends them (section f of the public notes): a frame
 * 0x56E, repeated. Behind the write gate, as every frame. That unit must be unplugged: it contradicts.
 */
import {
  CommandError,
  type Ctx,
  declare,
  definePlugin,
  type Plugin,
  v,
} from "ovms-edge";
import { checkPin } from "./pin.ts";
import { settings } from "./settings.ts";

/** The request frame, and what it carries. */
const REQUEST = 0x56e;
const REQUESTS = {
  climateOn: [0x4e, 0x08, 0x12, 0x00],
  climateAuto: [0x46, 0x08, 0x32, 0x00],
  climateOff: [0x56, 0x00, 0x01, 0x00],
  charge: [0x66, 0x08, 0x12, 0x00],
  unlock: [0x11, 0x00, 0x00, 0x00],
  lock: [0x60, 0x80, 0x00, 0x00],
} as const;
type Request = keyof typeof REQUESTS;
/** Repetitions, and the time between them, ms. */
const TIMES = 24, EVERY = 100;
/** Model years from which the request goes to the CAR-CAN, and from which frames can wake the car. */
const CAR_CAN_FROM = 2016, WAKES_FROM = 2013;

/** Seconds in which what the car said counts as said now. */
const PRESENT = 2;

const own = declare({
  needs: ["can.tx", "clock", "memory"],
  settings: { modelyear: settings.modelyear, pin: settings.pin },
  reads: {
    locked: "v.e.locked",
    awake: "v.e.awake",
    on: "v.e.on",
    speed: "v.p.speed",
  },
  state: () => ({ wrongAt: 0 }),
});
type X = Ctx<typeof own>;

/** Wakes the buses; the first cars need 12 V at a plug for that. */
async function wake(
  { hal: { can, clock }, settings, metrics }: X,
): Promise<void> {
  const { modelyear } = settings;
  if (modelyear >= CAR_CAN_FROM) {
    await can.tx.send(0x68c, Uint8Array.of(0), 2);
    await clock.sleep(50);
    await can.tx.send(REQUEST, Uint8Array.of(0x46, 0x08, 0, 0), 2);
  } else if (modelyear >= WAKES_FROM) {
    await can.tx.send(0x679, Uint8Array.of(0));
    await can.tx.send(0x5c0, new Uint8Array(8));
  } else if (metrics.awake.value !== true) {
    throw new CommandError(
      "A Leaf of 2010 to 2012 cannot be woken by CAN: switch it on first",
    );
  }
}

/** @throws CommandError unless the car is off, or said just now that it stands */
function mustStand({ metrics: { on, speed } }: X): void {
  const isPresent = (speed.age ?? Infinity) <= PRESENT;
  const kmh = isPresent ? speed.or(0) : undefined;
  if (kmh === 0 || kmh === undefined && on.value !== true) return;
  throw new CommandError(
    kmh === undefined
      ? "Doors are not unlocked while it is not known that the car stands: switch it off"
      : "Doors are not unlocked while the car moves: stop first",
  );
}

/** Whether the car says now that it is locked, or that it is not; what it said before its sleep may be other. */
function saysLocked({ metrics: { locked } }: X, wanted: boolean): boolean {
  return locked.value === wanted && (locked.age ?? Infinity) <= PRESENT;
}

/**
 * Sends a request; `until` ends the repetitions.
 * @param allow throws when there may be no more of them
 */
async function send(
  ctx: X,
  request: Request,
  until: () => boolean = () => false,
  allow: () => void = () => {},
): Promise<void> {
  const { hal: { can, clock }, settings: { modelyear } } = ctx;
  const late = modelyear >= CAR_CAN_FROM;
  const bytes = Uint8Array.from(
    late ? REQUESTS[request] : REQUESTS[request].slice(0, 1),
  );
  for (let n = 0; n < TIMES && !until(); n++) {
    allow();
    await can.tx.send(REQUEST, bytes, late ? 2 : 1);
    await clock.sleep(EVERY);
  }
}

/** Commands that a Leaf carries out. */
export const remote: Plugin = definePlugin({
  ...own,
  id: "leaf-remote",
  summary: "Climate, charge start and locks of the Leaf",
  start: ({ state, now }) => void (state.wrongAt = now),
  sms: {
    "CLIMATE": {
      usage: "CLIMATE on|off",
      buttons: { "Climate on": "on", "Climate off": "off" },
      summary: "Switches the air conditioning on or off",
      args: v.tuple([
        v.pipe(v.string(), v.toLowerCase(), v.picklist(["on", "off"])),
      ]),
      run: async ([wanted], ctx) => {
        await wake(ctx);
        await send(ctx, wanted === "on" ? "climateOn" : "climateOff");
        if (wanted === "on") {
          await ctx.hal.clock.sleep(1000);
          await ctx.hal.can.tx.send(
            REQUEST,
            Uint8Array.from(REQUESTS.climateAuto),
            ctx.settings.modelyear >= CAR_CAN_FROM ? 2 : 1,
          );
        }
        return `Climate ${wanted} requested`;
      },
    },
    "CHARGESTART": {
      usage: "CHARGESTART",
      buttons: { "Start charge": "" },
      summary: "Starts a charge that waits for its timer",
      auth: "phone",
      replaces: "framework",
      run: async (_, ctx) => {
        await wake(ctx);
        await send(ctx, "charge");
        return "Charge start requested";
      },
    },
    "LOCK": {
      usage: "LOCK <pin>",
      summary: "Locks the car, whatever the PIN",
      auth: "phone",
      replaces: "framework",
      args: v.tuple([v.string()]),
      run: async (_, ctx) => {
        await wake(ctx);
        await send(ctx, "lock", () => saysLocked(ctx, true));
        return "Vehicle lock requested";
      },
    },
    "UNLOCK": {
      usage: "UNLOCK <pin>",
      summary: "Unlocks the car if the PIN is that of the setting nl.pin",
      auth: "phone",
      replaces: "framework",
      args: v.tuple([v.string()]),
      run: async ([pin], ctx) => {
        checkPin(ctx, pin);
        const allow = () => mustStand(ctx);
        allow();
        await wake(ctx);
        await send(ctx, "unlock", () => saysLocked(ctx, false), allow);
        return "Vehicle unlock requested";
      },
    },
  },
});
