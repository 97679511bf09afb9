/**
 * A dyno on the road: what the motor controller says about motor and torque while the car drives, and the
 * highest power and torque by speed. It asks the controller ten objects each 100 ms, so it is off until
 * somebody starts it (twizy-later.md, section 23).
 * @module
 */
import { CommandError, definePlugin, type Plugin, v } from "ovms-edge";
import type { Curve } from "./curves.ts";
import { begin, publish, record, reset } from "./measure.ts";
import { beginObjects } from "./objects.ts";
import { own, type X } from "./own.ts";
import { sampleColumns, sampleRow } from "./table.ts";
import { texts } from "./languages.ts";

function start(ctx: X): string {
  if (!ctx.hal.can.sdo.writable) {
    throw new CommandError(
      "The dyno asks the controller, and CAN writing is off: allow it with FEATURE 15 1",
    );
  }
  ctx.metrics.running.set(true);
  return "Dyno on: it measures while the car drives";
}

function stop(ctx: X): string {
  if (!ctx.metrics.running.value) return "Dyno off";
  ctx.metrics.running.set(false);
  record(ctx);
  return "Dyno off";
}

function peak(name: string, { values }: Curve, unit: string): string[] {
  let best = -1;
  values.forEach((value, speed) => {
    if (value !== undefined && value > (values[best] ?? -Infinity)) {
      best = speed;
    }
  });
  const highest = values[best];
  return highest === undefined
    ? []
    : [`${name}: ${highest.toFixed(1)} ${unit} at ${best} km/h`];
}

function status({ metrics: m, state: { curves, rounds } }: X): string[] {
  return [
    `Dyno ${m.running.value ? "on" : "off"}, ${rounds} measurements`,
    ...peak("Power", curves.powerDrive, "kW"),
    ...peak("Torque", curves.torqueDrive, "Nm"),
    ...peak("Regained power", curves.powerRegain, "kW"),
    ...peak("Braking torque", curves.torqueRegain, "Nm"),
  ];
}

const curve = v.array(v.nullable(v.number()));
const known = ({ values }: Curve) => values.map((value) => value ?? null);

const plugin: Plugin = definePlugin({
  ...own,
  id: "dyno",
  summary: "Power and torque over speed, measured while driving",
  texts,
  sensitive: false,
  // Status of the controller, every 100 ms
  frames: {
    0x629: { bytes: 0, decode: (_frame, _put, ctx) => begin(ctx) },
  },
  sms: {
    "DYNO": {
      usage: "DYNO [on|off|reset]",
      summary: "Measures power and torque over speed while driving",
      subcommands: [
        { name: "ON", usage: "" },
        { name: "OFF", usage: "" },
        { name: "RESET", usage: "" },
      ],
      query: true,
      run: ([word = "", ...more], ctx) => {
        switch (more.length === 0 ? word.toUpperCase() : "?") {
          case "":
            return status(ctx);
          case "ON":
            return start(ctx);
          case "OFF":
            return stop(ctx);
          case "RESET":
            reset(ctx);
            return "Dyno reset";
          default:
            throw new CommandError("Expected: DYNO, or DYNO on, off, or reset");
        }
      },
    },
  },
  queries: {
    curves: {
      summary:
        "Highest battery power in kW and motor torque in Nm by km/h, null where nothing was measured",
      answer: v.object({
        running: v.boolean(),
        rounds: v.number(),
        broken: v.number(),
        samples: v.number(),
        powerDrive: curve,
        powerRegain: curve,
        torqueDrive: curve,
        torqueRegain: curve,
      }),
      run: (_, { metrics: m, state }) => ({
        running: m.running.value,
        rounds: state.rounds,
        broken: state.broken,
        samples: state.samples.length,
        powerDrive: known(state.curves.powerDrive),
        powerRegain: known(state.curves.powerRegain),
        torqueDrive: known(state.curves.torqueDrive),
        torqueRegain: known(state.curves.torqueRegain),
      }),
    },
    samples: {
      summary:
        "All that was measured, a row for each round, null where nothing was, for a CSV file",
      answer: v.object({
        columns: v.array(v.string()),
        rows: v.array(v.array(v.nullable(v.number()))),
      }),
      run: (_, { state }) => ({
        columns: [...sampleColumns],
        rows: state.samples.map(sampleRow),
      }),
    },
  },
  pages: {
    dyno: {
      name: "Dyno",
      names: { de: "Prüfstand", fr: "Banc d’essai" },
      about: "tuning",
      icon: "M4 18a9 9 0 1 1 16 0M12 15l4-6M12 15a1 1 0 1 0 .1 0",
      module: new URL("./page/dyno.js", import.meta.url),
    },
  },
  every: {
    second: (ctx) => {
      publish(ctx);
      beginObjects(ctx);
    },
  },
  stop: record,
});
export default plugin;
