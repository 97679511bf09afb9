/**
 * `deno task docs`: writes `docs/features.md`, what the program can do with which vehicle, from the
 * declarations of the plugins.
 * @module
 */
import { fileURLToPath } from "node:url";
import { common, vehicles } from "../plugins/mod.ts";
import type {
  MetricRef,
  MetricSpec,
} from "../runtime/contract/metric_types.ts";
import type { Plugin } from "../runtime/contract/plugin.ts";
import type { Vehicle } from "../runtime/contract/vehicle.ts";
import { Registry } from "../runtime/commands/registry.ts";
import { deviceClaims } from "./hardware/chosen.ts";
import { coreClaims } from "../runtime/settings/core_settings.ts";
import { expected, settingText } from "../runtime/settings/setting_text.ts";
import { standard } from "../runtime/contract/standard_metrics.ts";

/** The page. */
export const FEATURES_PAGE = fileURLToPath(
  new URL("../docs/features.md", import.meta.url),
);

type Row = readonly string[];

/** What is loaded with one vehicle type, or with none. */
interface Setup {
  readonly name: string;
  readonly plugins: readonly Plugin[];
  readonly registry: Registry;
}

/**
 * The page's text.
 * @param common plugins of every vehicle
 */
export function featureMatrix(
  common: readonly Plugin[],
  vehicles: readonly Vehicle[],
): string {
  const setups = setupsOf(common, vehicles);
  return [
    "# Feature support matrix",
    "Made by `deno task docs` from what the plugins declare. A column for a vehicle\n" +
    "type names the plugin that brings a feature; `-` means that it is not there.",
    "## Plugins",
    table(["plugin", "what it does"], summaries(setups)),
    "## SMS verbs",
    "Who may: `owner` is the registered phone or whoever gives the module password,\n" +
    "`phone` the registered phone only, `password` whoever gives it. `[?]`: also with\n" +
    "a question mark.",
    verbs(setups),
    "## Server codes",
    codes(setups),
    "## Feature slots",
    matrix(["slot", "meaning"], setups, slots),
    "## Settings",
    "Set with `SET <name> <value>`; a vehicle's are under its type.",
    matrix(["setting", "what", "may be", "default"], setups, settings),
    "## Records",
    matrix(["type", "what", "fields", "kept"], setups, records),
    "## Notices",
    matrix(["notice", "when", "order"], setups, notices),
    "## Metrics",
    "Names are those of OVMS v3, and of the vehicle. Stale: the age from which a\n" +
    "value counts as stale. Kept: it survives a restart as last known value.",
    matrix(["metric", "unit", "kind", "stale", "kept"], setups, metrics),
    "## Standard metrics",
    "What a plugin may write by its name alone, where no other one does.",
    table(
      ["metric", "unit", "kind"],
      Object.entries(standard).map(([name, spec]) => [
        code(name),
        spec.unit,
        kindOf({ name, ...spec }),
      ]),
    ),
  ].join("\n\n") + "\n";
}

/** No vehicle, then each type in all its editions. */
function setupsOf(
  common: readonly Plugin[],
  vehicles: readonly Vehicle[],
): readonly Setup[] {
  const setup = (
    name: string,
    own: readonly Plugin[],
    vehicle?: Vehicle,
  ): Setup => {
    const plugins = [...common, ...own];
    return { name, plugins, registry: new Registry(plugins, vehicle) };
  };
  return [
    setup("any vehicle", []),
    ...vehicles.flatMap((vehicle) => {
      const { type, name, plugins, editions } = vehicle;
      return [
        setup(`${type} (${name})`, plugins, vehicle),
        ...Object.entries(editions?.of ?? {}).map(([name, edition]) =>
          setup(`${type} ${name}`, edition.plugins ?? plugins, {
            ...vehicle,
            ...edition,
          })
        ),
      ];
    }),
  ];
}

/** One row of a matrix: its cells, and the plugins that bring it. */
interface Feature {
  readonly cells: Row;
  readonly owner: string;
}

function slots({ registry }: Setup): readonly Feature[] {
  return [...registry.features].map(([slot, { owner, def }]) => ({
    cells: [`${slot}`, def.summary],
    owner,
  }));
}

function settings({ registry }: Setup): readonly Feature[] {
  const isCore = (name: string) =>
    coreClaims.has(name) || deviceClaims.has(name);
  return [...coreClaims, ...deviceClaims, ...registry.settings].map((
    [name, { owner, def }],
  ) => ({
    cells: [
      code(name),
      def.summary,
      expected(def.schema) + (def.unit === undefined ? "" : ` (${def.unit})`),
      def.secret ? "secret" : settingText(def.default),
    ],
    owner: isCore(name) ? "core" : owner,
  }));
}

function records({ registry }: Setup): readonly Feature[] {
  return [...registry.records].map(([type, { owner, def }]) => ({
    cells: [
      code(type),
      def.summary,
      Object.keys(def.fields).join(", "),
      duration(Math.max(def.keep ?? 0, def.lifetime)),
    ],
    owner,
  }));
}

function notices({ plugins }: Setup): readonly Feature[] {
  return plugins.flatMap(({ id, notices }) =>
    Object.entries(notices ?? {}).map(([name, def]) => ({
      cells: [code(`${id}.${name}`), def.summary, def.priority],
      owner: id,
    }))
  );
}

/**
 * Features by their first cell, with a column for each setup that says which plugin brings them; what
 * a vehicle brings in its own way is told in its words.
 */
function matrix(
  heads: Row,
  setups: readonly Setup[],
  features: (setup: Setup) => readonly Feature[],
): string {
  const rows = new Map<string, { cells: Row; owners: string[] }>();
  for (const [i, setup] of setups.entries()) {
    for (const { cells, owner } of features(setup)) {
      const [key = ""] = cells;
      const owners = rows.get(key)?.owners ?? setups.map(() => "-");
      owners[i] = owner;
      rows.set(key, { cells, owners });
    }
  }
  return table(
    [...heads, ...setups.map(({ name }) => name)],
    [...rows.values()]
      .map(({ cells, owners }) => [...cells, ...owners])
      .sort(byNumber),
  );
}

/** By the number in the first cell, where there is one. */
function byNumber([a]: Row, [b]: Row): number {
  return Number(a) - Number(b) || 0;
}

function verbs(setups: readonly Setup[]): string {
  return matrix(["verb", "usage", "what", "who may", "code"], setups, (
    { registry },
  ) =>
    [...registry.verbs].map(([name, { owner, def }]) => ({
      cells: [
        code(name) + (def.query ? " [?]" : ""),
        code(def.usage),
        def.summary ?? "",
        def.auth ?? "owner",
        def.code === undefined ? "" : `${def.code}`,
      ],
      owner,
    })));
}

function codes(setups: readonly Setup[]): string {
  return matrix(
    ["code", "name", "what"],
    setups,
    ({ registry }) =>
      registry.commands().filter(({ kind }) => kind === "code").map((
        { name, usage, summary, owner },
      ) => ({ cells: [name, usage, summary], owner })),
  );
}

function metrics({ plugins }: Setup): readonly Feature[] {
  const owners = new Map<string, { spec: MetricSpec; ids: string[] }>();
  for (const { id, metrics } of plugins) {
    for (const spec of Object.values(metrics ?? {}).map(specOf)) {
      const known = owners.get(spec.name) ?? { spec, ids: [] };
      known.ids.push(id);
      owners.set(spec.name, known);
    }
  }
  return [...owners.values()]
    .sort((a, b) => a.spec.name < b.spec.name ? -1 : 1)
    .map(({ spec, ids }) => ({
      cells: [
        code(spec.name),
        spec.unit,
        kindOf(spec),
        duration(spec.fresh ?? FRESH),
        spec.keep ? "yes" : "",
      ],
      owner: ids.join(", "),
    }));
}

function kindOf({ is }: MetricSpec): string {
  return typeof is === "object" ? is.join(", ") : is ?? "number";
}

const FRESH = 120;

function specOf(ref: MetricRef): MetricSpec {
  return typeof ref === "string" ? { name: ref, ...standard[ref] } : ref;
}

function summaries(setups: readonly Setup[]): readonly Row[] {
  const all = new Map(
    setups.flatMap(({ plugins }) =>
      plugins.map((plugin) => [plugin.id, plugin])
    ),
  );
  return [...all.values()].map(({ id, summary = "" }) => [id, summary]);
}

const UNITS = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]] as const;

/** Seconds in the largest unit that fits without a rest. */
function duration(seconds: number): string {
  if (seconds === Infinity) return "never";
  const [size, unit] = UNITS.find(([size]) => seconds % size === 0) ?? [1, "s"];
  return `${seconds / size} ${unit}`;
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A table as `deno fmt` writes it: columns as wide as their widest cell. */
function table(heads: Row, rows: readonly Row[]): string {
  const escaped = [heads, ...rows].map((row) =>
    row.map((cell) => cell.replaceAll("|", "\\|"))
  );
  const widths = heads.map((_, i) =>
    Math.max(3, ...escaped.map((row) => row[i]?.length ?? 0))
  );
  const line = (cells: Row) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [first = [], ...others] = escaped;
  const rule = widths.map((width) => "-".repeat(width));
  return [first, rule, ...others].map(line).join("\n");
}

if (import.meta.main) {
  await Deno.writeTextFile(FEATURES_PAGE, featureMatrix(common, vehicles));
}
