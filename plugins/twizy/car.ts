/** What follows from the frames of the Twizy once a second: key, mains plug, what the messages show. */
import {
  type Ctx,
  declare,
  definePlugin,
  type Plugin,
  round,
  v,
} from "ovms-edge";
import { xrt } from "./metrics.ts";

/** Bits of the status byte, 0x597 B1. */
const SWITCHING_AND_CHARGING = 0x60, CHARGING = 0x20, KEY = 0x10;
/** The status byte while the bus is silent. */
const OFFLINE = 0x40;

/** What the bus says of the car at present. */
export interface BusNow {
  /** Status byte, 0x597 B1. */
  readonly status: number;
  readonly key: boolean;
  readonly plugged: boolean;
  /** Ready to drive. */
  readonly go: boolean;
  /** The DC/DC converter feeds the 12 V battery. */
  readonly converter: boolean;
}

/** What a release of the firmware calls on, awake and charging the 12 V battery. */
export interface CarStates {
  /** Whether the key is on, as the status byte and what was before tell. */
  readonly key: (status: number, before: boolean) => boolean;
  readonly on: (bus: BusNow) => boolean;
  readonly awake: (bus: BusNow) => boolean;
  readonly charging12v: (bus: BusNow) => boolean;
  /** Charge mode by the owner's feature slots. */
  readonly mode: (feature: (slot: number) => number) => "standard" | "storage";
  /** The SOC in whole numbers, for alerts. */
  readonly wholeSoc: (soc: number) => number;
  /** The SOC of the messages. */
  readonly shownSoc: (soc: number) => number;
}

function hasKey(status: number): boolean {
  return (status & KEY) !== 0;
}

const original: CarStates = {
  key: hasKey,
  on: ({ key }) => key,
  awake: ({ status }) => status !== OFFLINE,
  charging12v: ({ plugged }) => plugged,
  mode: () => "standard",
  wholeSoc: round,
  shownSoc: (soc) => soc,
};

const own = declare({
  needs: ["messages", "slots"],
  reads: {
    status: xrt.status,
    go: xrt.go,
    converter: xrt.converter,
    lineVoltage: "v.c.voltage",
    soc: "v.b.soc",
    odometer: "v.p.odometer",
    speed: "v.p.speed",
  },
  metrics: {
    key: xrt.key,
    on: "v.e.on",
    awake: "v.e.awake",
    bus: "v.e.aux12v",
    parkTime: "v.e.parktime",
    pilot: "v.c.pilot",
    charging12v: "v.e.charging12v",
    charging: "v.c.charging",
    mode: "v.c.mode",
    shownSoc: xrt.shownSoc,
    wholeSoc: xrt.wholeSoc,
    shownOdometer: xrt.shownOdometer,
    shownSpeed: xrt.shownSpeed,
  },
  // The key was turned, on or off
  events: { "key-turned": v.undefined() },
  state: () => ({
    /** Seen since the last second, however short. */
    charged: false,
    keyed: false,
    /** Second in which the car was switched off; undefined before that was seen. */
    parkedAt: undefined as number | undefined,
  }),
});
type X = Ctx<typeof own>;

const charges = (status: number) =>
  (status & SWITCHING_AND_CHARGING) === CHARGING;

/** A charge or a key that is over before the second ends counts in it. */
function notice(
  status: number,
  { metrics: m, state }: X,
  { key }: CarStates,
): void {
  if (charges(status)) state.charged = true;
  if (key(status, m.key.or(false))) state.keyed = true;
}

/** What follows from the frames alone. */
function publish({ hal, metrics: m, state }: X, states: CarStates): void {
  const status = m.status.value;
  m.pilot.set(m.lineVoltage.or(0) > 0);
  m.charging.set(
    charges(status) || state.charged && m.charging.value === false,
  );
  m.mode.set(states.mode((slot) => hal.slots.get(slot)));
}

function show({ metrics: m }: X, states: CarStates): void {
  const { soc } = m, now = soc.or(NaN), isKnown = !Number.isNaN(now);
  m.shownSoc.set(states.shownSoc(isKnown ? now : m.shownSoc.value), soc);
  if (isKnown) m.wholeSoc.set(states.wholeSoc(now), soc);
  m.shownOdometer.set(m.odometer.or(0), m.odometer);
  m.shownSpeed.set(m.speed.or(0), m.speed);
}

/** Parked before a restart, the car goes on being parked. A longer time than this nobody measured, s. */
const LONGEST_PARK = 400 * 86400;

function rememberParking({ metrics: m, state, now }: X): void {
  const { value = 0, age = 0 } = m.parkTime, parked = value + age;
  if (value > 0 && parked < LONGEST_PARK) state.parkedAt = now - parked;
}

/** Switching on and off; other plugins follow `v.e.on` and the key. */
function followKey(ctx: X, states: CarStates): void {
  const { metrics: m, state, hal, emit, now } = ctx, status = m.status.value;
  const key = states.key(status, m.key.or(false)) ||
    state.keyed && m.key.value === false;
  if (key !== m.key.or(false)) {
    m.key.set(key);
    state.parkedAt = key ? undefined : now - 1;
    emit["key-turned"]();
    hal.messages.changed("environment");
  }
  m.key.set(key);
  m.parkTime.set(state.parkedAt === undefined ? 0 : now - state.parkedAt);
  const bus: BusNow = {
    status,
    key,
    plugged: m.pilot.or(false),
    go: m.go.or(false),
    converter: m.converter.or(false),
  };
  const on = states.on(bus);
  if (on !== m.on.or(false)) hal.messages.changed("environment");
  m.on.set(on);
  m.awake.set(states.awake(bus));
  m.charging12v.set(states.charging12v(bus));
}

/** The car's states as a release of the firmware has them. */
export function twizyCar(states: CarStates): Plugin {
  return definePlugin({
    ...own,
    id: "twizy-car",
    summary: "Key and mains plug of the Twizy",
    start: (ctx) => {
      show(ctx, states);
      rememberParking(ctx);
    },
    every: {
      second: (ctx) => {
        show(ctx, states);
        ctx.metrics.bus.set(ctx.metrics.status.value !== OFFLINE);
        // After a restart, no frame yet says nothing about the car; after ten seconds it is silence.
        if (ctx.metrics.status.age === undefined) return;
        publish(ctx, states);
        followKey(ctx, states);
        ctx.state.charged = ctx.state.keyed = false;
      },
    },
    on: { status: (status, ctx) => notice(status, ctx, states) },
  });
}

export default twizyCar(original);
