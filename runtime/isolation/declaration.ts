/**
 * What a plugin declares, as data: the guest describes itself, the program makes a literal of it whose
 * functions it fills in, and checks that as it checks any plugin from outside.
 */
import type { AnyFrame } from "../contract/frames.ts";
import { heardEvent } from "../contract/events.ts";
import type { MetricRef } from "../contract/metric_types.ts";
import { isOptional, type Optional } from "../contract/optional.ts";
import type { Need } from "../contract/handles.ts";
import type { PermissionDecl, Plugin, Sensitive } from "../contract/plugin.ts";
import { undeclared } from "../contract/undeclared.ts";
import { compileFrame } from "../frames/frame_compiler.ts";
import { MetricStore } from "../metrics/metrics.ts";
import { describe, type Described } from "./schemas.ts";
import { each } from "./tables.ts";

/** A plugin without its functions. Tables have the plugin's own names. */
export interface Declaration {
  readonly id: string;
  readonly summary?: string;
  readonly contract?: string;
  readonly permissions?: PermissionDecl;
  readonly sensitive?: boolean;
  readonly needs: readonly Need[];
  /** Tables that are data already. */
  readonly tables: Pick<
    Plugin,
    "metrics" | "reads" | "features" | "records" | "notices" | "texts"
  >;
  readonly settings: Table<unknown>;
  readonly events: Table<Described>;
  readonly hears: Table<{
    readonly event: string;
    readonly payload: Described;
    readonly optional: boolean;
  }>;
  readonly sms: Table<unknown>;
  readonly msg: Table<unknown>;
  readonly queries: Table<{
    readonly args?: Described;
    readonly answer: Described;
  }>;
  readonly channels: Table<unknown>;
  readonly pages: Table<{ readonly module: string }>;
  readonly frames: readonly DeclaredFrame[];
  readonly polls: readonly unknown[];
  /** Metrics and events that it watches. */
  readonly on: readonly string[];
}
type Table<T> = Readonly<Record<string, T>>;

/** A frame that a guest decodes. */
export interface DeclaredFrame
  extends Pick<AnyFrame, "when" | "checks" | "bytes"> {
  readonly bus: number;
  readonly id: number;
}

/**
 * Describes a plugin.
 * @throws TypeError with one sentence when it needs what only a trusted plugin can have
 */
export function declarationOf(plugin: Plugin): Declaration {
  const { id, summary, needs = [], metrics, reads, features } = plugin;
  const { contract, permissions, sensitive } = plugin;
  for (const part of ["settle", "leftUndone", "exports", "ages"] as const) {
    if (plugin[part] === undefined) continue;
    throw new TypeError(
      `has ${part}, which nobody could wait for in a process of its own: start it with --trust if you trust it`,
    );
  }
  return {
    id,
    ...summary !== undefined && { summary },
    ...contract !== undefined && { contract },
    ...permissions && { permissions },
    ...sensitive !== undefined && { sensitive },
    needs,
    tables: {
      ...metrics && { metrics: each(metrics, metricData) },
      ...reads && { reads: each(reads, readData) },
      ...features && { features },
      ...plugin.records && { records: plugin.records },
      ...plugin.notices && { notices: plugin.notices },
      ...plugin.texts && { texts: plugin.texts },
    },
    settings: each(plugin.settings, settingData),
    events: each(plugin.events, (schema) => describe(schema).schema),
    hears: each(plugin.hears, (ref, alias) => {
      const { event, payload } = heardEvent(alias, ref);
      return {
        event,
        payload: describe(payload).schema,
        optional: isOptional(ref),
      };
    }),
    sms: each(plugin.sms, ({ run: _, args: __, ...verb }) => guarded(verb)),
    msg: each(plugin.msg, ({ run: _, args: __, ...code }) => guarded(code)),
    queries: each(plugin.queries, ({ run: _, args, answer, ...query }) => ({
      ...query,
      ...args && { args: describe(args).schema },
      answer: describe(answer).schema,
    })),
    channels: each(
      plugin.channels,
      ({ exists: _, wants: __, ready: ___, send: ____, ...channel }) => channel,
    ),
    pages: each(
      plugin.pages,
      (page) => ({ ...page, module: page.module.href }),
    ),
    frames: framesOf(plugin),
    polls: (plugin.polls ?? []).map(({ decode: _, when, ...poll }) => ({
      ...poll,
      when: when !== undefined,
    })),
    on: Object.entries(plugin.on ?? {}).flatMap(([name, run]) =>
      run ? [name] : []
    ),
  };
}

/** Where a function would tell whether a command has power, nobody could wait for it: it has. */
function guarded<T extends { readonly sensitive?: Sensitive }>(command: T): T {
  return typeof command.sensitive === "function"
    ? { ...command, sensitive: true }
    : command;
}

/** JSON has no infinite numbers; this is a life long. */
const FOREVER = 1e10;

function metricData<R extends MetricRef>(ref: R): R {
  return typeof ref === "object" && ref.fresh === Infinity
    ? { ...ref, fresh: FOREVER }
    : ref;
}

function readData(
  ref: MetricRef | Optional<MetricRef>,
): MetricRef | Optional<MetricRef> {
  return isOptional(ref)
    ? { optional: metricData(ref.optional) }
    : metricData(ref);
}

function settingData(
  setting: NonNullable<Plugin["settings"]>[string],
  name: string,
): unknown {
  const { schema, lost } = describe(setting.schema);
  if (lost.length === 0) return { ...setting, schema };
  throw new TypeError(
    `the setting ${name} has a schema with ${
      lost.join(", ")
    }, which only the plugin's own process could check: use limits and choices, or start it with --trust`,
  );
}

/** The frames of all buses, in the order in which messages number them. */
export function framesOf(plugin: Plugin): readonly DeclaredFrame[] {
  const buses = { 1: plugin.frames, ...plugin.framesOn };
  const nowhere = new MetricStore();
  const target = (alias: string) => {
    const { id, metrics = {} } = plugin;
    if (!Object.hasOwn(metrics, alias)) {
      throw new TypeError(undeclared(alias, metrics));
    }
    return nowhere.target(nowhere.claim({ name: alias, unit: "" }, id));
  };
  return Object.entries(buses).flatMap(([bus, frames]) =>
    Object.entries(frames ?? {}).map(([id, def]) => ({
      bus: Number(bus),
      id: Number(id),
      ...def.when && { when: def.when },
      ...def.checks && { checks: def.checks },
      bytes: compileFrame(def, target).bytes,
    }))
  );
}
