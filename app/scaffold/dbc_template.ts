/** A vehicle made of a DBC file: texts of its files. */
import type { DbcMessage } from "../../runtime/dbc/mod.ts";
import type { Named } from "./dbc_signals.ts";

/** The text of its module. */
export function vehicleText(
  name: string,
  type: string,
  signals: readonly Named[],
  problems: readonly string[],
): string {
  const frames = Map.groupBy(signals, ({ message }) => message);
  const lines = [
    `import { definePlugin, defineVehicle, type Plugin, sweeping, type Vehicle } from "ovms-edge";`,
    `import { stat } from "ovms-edge/car";`,
    "",
    ...(problems.length > 0
      ? [
        "// Left out of the DBC file:",
        ...problems.map((text) => `// - ${oneLine(text)}`),
        "",
      ]
      : []),
    `/** The frames of the DBC file. */`,
    `export const bus: Plugin = definePlugin({`,
    `  id: "${name}-bus",`,
    `  metrics: {`,
    ...signals.map((one) =>
      `    ${one.alias}: ${metricText(one)},${noteText(one)}`
    ),
    `  },`,
    `  frames: {`,
    ...[...frames].flatMap(([message, own]) => frameLines(message, own)),
    `  },`,
    `});`,
    "",
    `const vehicle: Vehicle = defineVehicle({`,
    `  type: "${type}",`,
    `  name: "${name}",`,
    `  plugins: [bus, stat()],`,
    `  simulator: sweeping({`,
    `    frames: bus.frames,`,
    `    ranges: {`,
    ...signals.filter(hasRange).map(({ alias, signal: { min, max } }) =>
      `      ${alias}: [${min}, ${max}],`
    ),
    `    },`,
    `  }),`,
    `});`,
    `export default vehicle;`,
    "",
  ];
  return lines.join("\n");
}

function hasRange({ values, signal: { min, max } }: Named): boolean {
  return max > min && Number.isFinite(max - min) && values.size === 0;
}

/** What its author has to know of a metric: a unit that there is not, or what else it may be. */
function noteText({ rival, standard, unit, signal }: Named): string {
  const given = oneLine(signal.unit).trim();
  const notes = [
    ...rival ? [`or is this ${rival}?`] : [],
    ...!standard && unit === "" && given !== "" ? [`in ${given}`] : [],
  ];
  return notes.length > 0 ? ` // ${notes.join(", ")}` : "";
}

function metricText({ standard, metric, values, unit }: Named): string {
  if (standard) return `"${standard}"`;
  const is = values.size > 0 ? `, is: "text"` : "";
  return `{ name: ${JSON.stringify(metric)}, unit: ${
    JSON.stringify(unit)
  }${is} }`;
}

function frameLines(message: DbcMessage, signals: readonly Named[]): string[] {
  const id = `0x${message.id.toString(16)}`;
  return [
    `    // ${
      oneLine(
        `${message.name}${message.cycle ? `, every ${message.cycle} ms` : ""}`,
      )
    }`,
    `    ${id}: {`,
    `      bytes: 1,`,
    `      signals: {`,
    ...signals.flatMap(({ alias, signal, values: named, invalid }) => {
      const { at, times, per, offset, when } = signal.signal;
      const values = named.size > 0 ? { values: Object.fromEntries(named) } : {
        times,
        per,
        offset,
        ...(invalid.length > 0 ? { invalid } : {}),
      };
      const line = `        ${alias}: ${literal({ at, ...values, when })},`;
      const comment = oneLine(signal.comment).trim();
      return comment ? [`        // ${comment}`, line] : [line];
    }),
    `      },`,
    `    },`,
  ];
}

/** An object as source text. */
function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll(/"([a-z]+)":/g, "$1:");
}

/** A text that stays within its line of a comment. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

/** Candidates that are named; a file with a name a cell has many. */
const NAMED = 4;

/** Sentences about standard metrics that more than one signal may be. */
export function rivalTexts(signals: readonly Named[]): readonly string[] {
  const rivals = signals.filter(({ rival }) => rival !== undefined);
  const having = new Map(signals.map((one) => [one.standard, one]));
  return [...Map.groupBy(rivals, ({ rival }) => rival)].map(([metric, own]) => {
    const taken = having.get(metric), more = own.length - NAMED;
    return `${metric} is read from ${taken ? fullName(taken) : "none"}, but ${
      own.slice(0, NAMED).map(fullName).join(", ")
    }${more > 0 ? ` and ${more} more` : ""} may be it as well`;
  });
}

function fullName({ message, signal }: Named): string {
  return oneLine(`${message.name}.${signal.name}`);
}

/** The text of its test. */
export function testText(type: string): string {
  return `import { deepEqual, ok } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import vehicle, { bus } from "./mod.ts";

Deno.test("the simulated car sends what every signal is read from", async () => {
  await using car = await bench(bus);
  const moving = await vehicle.simulator?.({
    emit: (id, data) => car.frame(id, data.toHex()),
    after: () => () => {},
  });
  for (let ms = 0; ms < 40_000; ms += 100) moving?.step(100);
  const read = Object.values(bus.frames ?? {})
    .flatMap(({ signals }) => Object.keys(signals ?? {}));
  const names = Object.entries(bus.metrics ?? {})
    .filter(([alias]) => read.includes(alias))
    .map(([, metric]) => typeof metric === "string" ? metric : metric.name);
  deepEqual(names.filter((name) => car.metric(name) === undefined), []);
  ok(names.length > 0);
});

Deno.test("its type is ${type}", () => {
  deepEqual(vehicle.type, "${type}");
});
`;
}
