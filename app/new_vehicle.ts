/**
 * `deno task vehicle NAME [DIR] [--dbc FILE]`: writes a vehicle type with its test: from a DBC file, or
 * one to begin with.
 * @module
 */
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { vehicles } from "../plugins/mod.ts";
import { dbc, type DbcMessage, type DbcSignal } from "../runtime/dbc/mod.ts";
import { place } from "../runtime/frames/place.ts";
import { units } from "../runtime/contract/metric_types.ts";
import { type NewFile, writeNew } from "./new_plugin.ts";
import { ownConfig, taskIn } from "./own_config.ts";
import { vehicleModule, vehiclePage, vehicleTest } from "./vehicle_template.ts";
import { fileTrouble, UsageError } from "./usage_error.ts";

const USAGE = "Usage: deno task vehicle NAME [DIR] [--dbc FILE]";
/** More signals have no room among the metrics. */
const MOST = 3000;

/** Standard metrics that names and units tell. */
const KNOWN:
  readonly (readonly [metric: string, unit: string, name: RegExp])[] = [
    ["v.b.soc", "%", /soc|state.?of.?charge/i],
    ["v.b.soh", "%", /soh|state.?of.?health/i],
    [
      "v.b.voltage",
      "V",
      /(hv|pack|batt?|lb|bms|total).*volt|volt.*(pack|batt)/i,
    ],
    [
      "v.b.current",
      "A",
      /(hv|pack|batt?|lb|bms|total).*(curr|amp)|curr.*(pack|batt)/i,
    ],
    ["v.b.temp", "°C", /(hv|pack|batt?|lb|bms).*temp/i],
    ["v.p.speed", "km/h", /speed/i],
    ["v.p.odometer", "km", /odo/i],
    ["v.m.rpm", "", /(motor|engine).*(rpm|rev|speed)/i],
    ["v.m.temp", "°C", /motor.*temp/i],
    ["v.e.temp", "°C", /ambient|outside|exterior/i],
    ["v.e.cabintemp", "°C", /cabin|interior/i],
  ];
/** Spellings of units. */
const SPELLINGS: Readonly<Record<string, string>> = {
  degc: "°C",
  "°c": "°C",
  "degrees c": "°C",
  "km/h": "km/h",
  "km/hr": "km/h",
  "deg c": "°C",
  c: "°C",
  celsius: "°C",
  kph: "km/h",
  kmh: "km/h",
  volt: "V",
  v: "V",
  a: "A",
  amps: "A",
  kw: "kW",
  kwh: "kWh",
  w: "W",
  percent: "%",
};

/** A signal with the names that it gets. */
interface Named {
  readonly message: DbcMessage;
  readonly signal: DbcSignal;
  /** Names of raw values of one that is a choice; a number with some has none. */
  readonly values: ReadonlyMap<number, string>;
  /** Raw values of a number that mean none. */
  readonly invalid: readonly number[];
  readonly alias: string;
  /** Its own metric's name, which no other has. */
  readonly metric: string;
  /** A standard name, or undefined for one of its own. */
  readonly standard: string | undefined;
  readonly unit: string;
}

/** What is written, and what could not be. */
export interface NewVehicle {
  readonly files: readonly NewFile[];
  readonly type: string;
  /** Sentences about signals that are left out. */
  readonly problems: readonly string[];
}

/** Refuses a name that cannot be one of a folder and of plugins. */
function checkName(name: string): void {
  if (/^[a-z][a-z0-9-]{0,23}$/.test(name)) return;
  throw new UsageError(
    `"${name}" is no name of a vehicle: expected at most 24 lower case letters, digits and -`,
  );
}

/**
 * The files of a vehicle to begin with.
 * @param folder that gets the vehicle's folder
 * @param root the repository
 * @throws UsageError with one sentence when the name cannot be used
 */
export function firstVehicle(
  name: string,
  folder: string,
  root: string,
): NewVehicle {
  checkName(name);
  const own = join(folder, name), type = typeOf(name);
  return {
    type,
    problems: [],
    files: [
      [join(own, "mod.ts"), vehicleModule(name, type)],
      [join(own, "mod_test.ts"), vehicleTest(name)],
      [join(own, "page", "energy.js"), vehiclePage()],
      [join(own, "deno.json"), ownConfig(root)],
    ],
  };
}

/**
 * The files of a vehicle whose frames are known.
 * @param file content of the DBC file
 * @param folder that gets the vehicle's folder
 * @param root the repository
 * @throws UsageError with one sentence when the name or the file cannot be used
 */
export function newVehicle(
  name: string,
  file: Uint8Array,
  folder: string,
  root: string,
): NewVehicle {
  checkName(name);
  const { messages, problems } = dbc(file), type = typeOf(name);
  const signals = namesOf(messages, type);
  if (signals.length === 0) {
    throw new UsageError("The DBC file has no signals that can be read");
  }
  const taken = signals.slice(0, MOST), left = signals.slice(MOST);
  const told = [
    ...problems,
    ...left.map(({ message, signal }) =>
      `${message.name}.${signal.name}: there is room for ${MOST} signals only`
    ),
  ];
  const own = join(folder, name);
  return {
    type,
    problems: told,
    files: [
      [join(own, "mod.ts"), vehicleText(name, type, taken, told)],
      [join(own, "mod_test.ts"), testText(type)],
      [join(own, "deno.json"), ownConfig(root)],
    ],
  };
}

/** Two letters that no vehicle has. */
function typeOf(name: string): string {
  const letters = name.toUpperCase().replaceAll(/[^A-Z]/g, "").padEnd(2, "X");
  const known = new Set(vehicles.map(({ type }) => type));
  const second = [...letters.slice(1), ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  for (const letter of second) {
    const type = `${letters[0]}${letter}`;
    if (!known.has(type)) return type;
  }
  throw new UsageError(`All types that begin with ${letters[0]} are taken`);
}

function namesOf(
  messages: readonly DbcMessage[],
  type: string,
): readonly Named[] {
  const used = new Set<string>(), metrics = new Set<string>();
  return messages.flatMap((message) =>
    message.signals.map((signal) => {
      const unit = unitOf(signal.unit), named = meanings(signal);
      const choice = isChoice(signal, named);
      const values = choice ? named : new Map<number, string>();
      const invalid = choice ? [] : noValues(named);
      const standard = KNOWN.find(([metric, its, name]) =>
        its === unit && name.test(signal.name) && !metrics.has(metric) &&
        values.size === 0
      )?.[0];
      if (standard) metrics.add(standard);
      const short = camel(signal.name);
      const alias = used.has(short)
        ? unused(camel(`${message.name}_${signal.name}`), used)
        : short;
      used.add(alias);
      const metric = standard ??
        unused(
          `x${type}.${message.name}.${signal.name}`.toLowerCase()
            .replaceAll(/[^a-z0-9.]+/g, "_"),
          metrics,
        );
      metrics.add(metric);
      return {
        message,
        signal,
        values,
        invalid,
        alias,
        metric,
        standard,
        unit,
      };
    })
  );
}

/** Names of values that the field can hold; some files name others, too. */
function meanings({ signal, values }: DbcSignal): ReadonlyMap<number, string> {
  const { bits, kind } = place(signal.at);
  const signed = kind === "signed", most = 2 ** (signed ? bits - 1 : bits);
  const least = signed ? -most : 0;
  return new Map([...values].filter(([raw]) => raw >= least && raw < most));
}

/** What files call raw values that mean none. */
const NONE =
  /^n\/?a$|invalid|unavail|not?[ _-]?(avail|valid|data|measured|defined)|undefined|unknown|\bsna\b|error|fault|fail|init|reserved/i;
/** A field with more bits is a number, unless enough of its values have names. */
const FEW_BITS = 8, MANY_NAMES = 4;

/** Whether a signal is a choice of names; a number may have names of some values, such as that of none. */
function isChoice(
  { unit, signal }: DbcSignal,
  named: ReadonlyMap<number, string>,
): boolean {
  const { times = 1, per = 1, offset = 0 } = signal;
  const plain = unit.trim() === "" && times === 1 && per === 1 && offset === 0;
  const meant = named.size - noValues(named).length;
  return plain && meant > 0 &&
    (place(signal.at).bits <= FEW_BITS || named.size >= MANY_NAMES);
}

function noValues(named: ReadonlyMap<number, string>): readonly number[] {
  return [...named].filter(([, name]) => NONE.test(name)).map(([raw]) => raw);
}

function unused(name: string, used: ReadonlySet<string>): string {
  for (let n = 1;; n++) {
    const own = n === 1 ? name : `${name}${n}`;
    if (!used.has(own)) return own;
  }
}

function unitOf(text: string): string {
  const unit = SPELLINGS[text.trim().toLowerCase()] ?? text.trim();
  return units.some((known) => known === unit) ? unit : "";
}

function camel(name: string): string {
  const text = name.replaceAll(
    /[^A-Za-z0-9]+([A-Za-z0-9])?/g,
    (_, next = "") => next.toUpperCase(),
  );
  const own = text.charAt(0).toLowerCase() + text.slice(1);
  return /^[a-z]/.test(own) ? own : `x${own}`;
}

function vehicleText(
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
    ...signals.map((one) => `    ${one.alias}: ${metricText(one)},`),
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
  return max > min && values.size === 0;
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
    ...signals.map(({ alias, signal, values: named, invalid }) => {
      const { at, times, per, offset, when } = signal.signal;
      const values = named.size > 0 ? { values: Object.fromEntries(named) } : {
        times,
        per,
        offset,
        ...(invalid.length > 0 ? { invalid } : {}),
      };
      return `        ${alias}: ${literal({ at, ...values, when })},`;
    }),
    `      },`,
    `    },`,
  ];
}

/** An object as source text. */
function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll(/"([a-z]+)":/g, "$1:");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

function testText(type: string): string {
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
  const names = Object.values(bus.metrics ?? {})
    .map((metric) => typeof metric === "string" ? metric : metric.name);
  deepEqual(names.filter((name) => car.metric(name) === undefined), []);
  ok(names.length > 0);
});

Deno.test("its type is ${type}", () => {
  deepEqual(vehicle.type, "${type}");
});
`;
}

async function main(args: readonly string[], here: string): Promise<void> {
  const { values, positionals } = parse(args);
  const [name, folder, surplus] = positionals;
  if (name === undefined || surplus !== undefined) {
    throw new UsageError(USAGE);
  }
  const root = fileURLToPath(new URL("..", import.meta.url));
  const into = resolve(here, folder ?? ".");
  const made = values.dbc === undefined
    ? firstVehicle(name, into, root)
    : newVehicle(name, await read(resolve(here, values.dbc)), into, root);
  writeNew(made.files);
  const paths = made.files.map(([path]) => path);
  await new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", ...paths],
  }).output();
  const [first = ""] = paths, own = relative(here, join(first, ".."));
  console.log([
    ...paths.map((path) => `Written:  ${relative(here, path)}`),
    ...made.problems.map((text) => `Left out: ${oneLine(text)}`),
    `Test:     cd ${own} && deno test`,
    `Run:      ${
      taskIn(here, root)
    } start --plugin ${own} --vehicle ${made.type}`,
  ].join("\n"));
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${fileTrouble(error)}`);
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { dbc: { type: "string" } },
      allowPositionals: true,
    });
  } catch {
    throw new UsageError(USAGE);
  }
}

if (import.meta.main) {
  try {
    await main(Deno.args, Deno.env.get("INIT_CWD") ?? Deno.cwd());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}
