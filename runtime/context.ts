import type { HistoryRecord } from "../hal/mod.ts";
import type { Handles, Need } from "./handles.ts";
import type { MetricStore } from "./metrics.ts";
import type {
  Feature,
  FeatureDecl,
  NoticeDecl,
  NoticeText,
  Plugin,
  RecordDecl,
  Recorder,
  UserUnits,
} from "./plugin.ts";

/** What the contexts of all plugins are made from. */
export interface ContextSource {
  readonly metrics: MetricStore;
  /** The handles as this plugin sees them. */
  readonly handles: (plugin: Plugin) => Handles;
  readonly user: UserUnits;
  readonly now: () => number;
  readonly record: (record: HistoryRecord, queue: boolean) => void;
  readonly notify: (id: string, decl: NoticeDecl, text?: NoticeText) => void;
}

/**
 * The context of one plugin: exactly what it declares.
 * @param state what the plugin remembers
 */
export function makeContext(
  plugin: Plugin,
  source: ContextSource,
  state?: unknown,
): object {
  const { id } = plugin, handles = source.handles(plugin);
  return Object.freeze({
    hal: granted(plugin.needs ?? [], handles),
    metrics: each(
      { ...plugin.reads, ...plugin.metrics },
      (ref) => source.metrics.handle(ref, id),
    ),
    features: each(plugin.features, (decl) => feature(decl, handles.slots)),
    records: each(plugin.records, (decl) => recorder(decl, source)),
    notify: each(
      plugin.notices,
      (decl, name) => (text?: NoticeText) =>
        source.notify(`${id}.${name}`, decl, text),
    ),
    state,
    user: source.user,
    get now() {
      return source.now();
    },
  });
}

function each<T, R>(
  table: Readonly<Record<string, T>> | undefined,
  make: (entry: T, name: string) => R,
): Readonly<Record<string, R>> {
  return Object.freeze(Object.fromEntries(
    Object.entries(table ?? {}).map((
      [name, entry],
    ) => [name, make(entry, name)]),
  ));
}

/** The handles that a plugin asked for; a need like `can.tx` gives that part only. */
function granted(needs: readonly Need[], handles: Handles): object {
  const parts: Record<string, unknown> = {};
  if (needs.some((need) => need.startsWith("can."))) {
    const { tx, sdo } = handles.can;
    parts.can = {
      ...(needs.includes("can.tx") ? { tx } : {}),
      ...(needs.includes("can.sdo") ? { sdo } : {}),
    };
  }
  for (const need of needs) {
    if (need !== "can.tx" && need !== "can.sdo") parts[need] = handles[need];
  }
  return Object.freeze(parts);
}

function feature({ slot }: FeatureDecl, slots: Handles["slots"]): Feature {
  return {
    get value() {
      return slots.get(slot);
    },
    set: (value, text = String(value)) => slots.set(slot, text),
  };
}

/** Record numbers whose last fields are remembered. */
const REMEMBERED = 256;

type AnyRow = Readonly<Record<string, number | string>>;

function recorder(
  decl: RecordDecl,
  source: ContextSource,
): Recorder<Record<string, never>> {
  const { type, lifetime, keep = lifetime, send = true } = decl;
  const last = new Map<number, string>();
  const put = (number: number, data: string) => {
    if (last.size >= REMEMBERED) last.clear();
    last.set(number, data);
    source.record({
      type,
      number,
      lifetime,
      keep: Math.max(keep, lifetime),
      data,
    }, send);
  };
  return {
    write: (number, row) => put(number, rowText(decl, row)),
    writeChanged: (number, row) => {
      const data = rowText(decl, row);
      if (last.get(number) !== data) put(number, data);
    },
  };
}

/** The fields of a row in the order of the declaration, joined by commas. */
function rowText({ fields }: RecordDecl, row: AnyRow): string {
  return Object.entries(fields).map(([name, column]) => {
    const value = row[name] ?? "";
    return column === "text" || typeof value === "string"
      ? String(value)
      : value.toFixed(column);
  }).join(",");
}
