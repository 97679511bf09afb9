/**
 * What the last release tells besides: temperatures, and that a car was left switched on
 * (twizy-later.md, sections 20 and 26).
 */
import {
  type Ctx,
  declare,
  definePlugin,
  noDataLines,
  type Plugin,
  round,
} from "ovms-edge";
import { xrt } from "../metrics.ts";

/** Seconds after the last movement, and between two notices. */
const LEFT = 15 * 60, AGAIN = 60 * 60;
/** What is told where there is no sensor outside, °C. */
const NO_AMBIENT = -127;

const own = declare({
  reads: {
    key: xrt.key,
    speed: "v.p.speed",
    charging: "v.c.charging",
    ambient: "v.e.temp",
    controller: "v.i.temp",
    motor: "v.m.temp",
    battery: "v.b.temp",
    charger: "v.c.temp",
  },
  notices: {
    left: {
      priority: "info",
      summary: "The car stands switched on for 15 minutes, each hour again",
    },
  },
  state: () => ({
    /** Second of the last movement or of switching on; undefined while it is off. */
    movedAt: undefined as number | undefined,
    /** Second of the last notice. */
    toldAt: -Infinity,
  }),
});
type X = Ctx<typeof own>;

/** A car that is switched on and stands. */
function follow({ metrics: m, state, notify, now }: X): void {
  const stands = m.key.or(false) && m.charging.value !== true;
  if (!stands) {
    state.movedAt = undefined;
    state.toldAt = -Infinity;
    return;
  }
  const moves = m.speed.freshness === "fresh" && m.speed.or(0) > 0;
  if (moves || state.movedAt === undefined) {
    state.movedAt = now;
    state.toldAt = -Infinity;
  }
  if (now - state.movedAt < LEFT - 1 || now - state.toldAt < AGAIN) return;
  state.toldAt = now;
  notify.left("Vehicle is stopped turned on");
}

function temperatures({ metrics: m }: X): readonly string[] {
  const told = [m.controller, m.motor, m.battery, m.charger];
  if (told.every(({ value }) => value === undefined)) return noDataLines();
  const line = (
    name: string,
    { value }: { readonly value: number | undefined },
    unknown = 0,
  ) => ` ${name}: ${round(value ?? unknown)}C`;
  return [
    "Temperatures:",
    line("Ambient", m.ambient, NO_AMBIENT),
    line("PEM", m.controller),
    line("Motor", m.motor),
    line("Battery", m.battery),
    line("Charger", m.charger),
  ];
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "twizy-standing",
  summary: "Temperatures, and a car that was left switched on",
  sms: {
    "TEMPS": {
      usage: "TEMPS",
      summary: "Temperatures",
      query: true,
      run: (_, ctx) => temperatures(ctx),
    },
  },
  every: {
    second: follow,
  },
});
export default plugin;
