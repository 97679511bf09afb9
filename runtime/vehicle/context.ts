import { type Handles, type Need, needs } from "../contract/handles.ts";
import { isText } from "../commands/text.ts";
import type { MetricStore } from "../metrics/metrics.ts";
import type {
  Feature,
  FeatureDecl,
  Plugin,
  RecordDecl,
  Recorder,
  UserUnits,
} from "../contract/plugin.ts";
import type { NoticeDecl, NoticeText } from "../contract/notices.ts";
import { isOptional, required } from "../contract/optional.ts";
import type { EventSchema } from "../contract/events.ts";
import type { AnySettings } from "../contract/settings.ts";

/** What the contexts of all plugins are made from. */
export interface ContextSource {
  readonly metrics: MetricStore;
  /** Where a metric that may be missing, and is, stays unknown: it is none of the vehicle's. */
  readonly absent?: (name: string) => MetricStore | undefined;
  /** Seconds of the vehicle's clock since the start. */
  readonly now: () => number;
  /** What writes records of one kind, by the plugin's name for it. */
  readonly recorder: (
    decl: RecordDecl,
    name: string,
  ) => Recorder<Record<string, never>>;
  /** A feature slot, by the plugin's name for it; default: the handle of all slots. */
  readonly features?: (decl: FeatureDecl, name: string) => Feature;
  /** The handles as this plugin sees them. */
  readonly handles: (plugin: Plugin) => Handles;
  /** Present values of a plugin's settings. */
  readonly settings: (id: string, decls: AnySettings) => object;
  /** The function that emits an event, by its full name. */
  readonly emitter: (
    name: string,
    schema: EventSchema,
  ) => (payload: unknown) => void;
  readonly user: UserUnits;
  /** Runs `work` and keeps the records that it writes at once. */
  readonly together: (work: () => void) => void;
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
  return Object.freeze(new PluginContext(plugin, source, state));
}

/** A class, so that a look at the time does not make the whole context slow. */
class PluginContext {
  readonly hal: object;
  readonly metrics: object;
  readonly features: object;
  readonly records: object;
  readonly together: ContextSource["together"];
  readonly notify: object;
  readonly emit: object;
  readonly settings: object;
  readonly state: unknown;
  readonly user: UserUnits;
  readonly #now: () => number;

  constructor(plugin: Plugin, source: ContextSource, state: unknown) {
    const { id } = plugin, handles = source.handles(plugin);
    this.hal = granted(plugin.needs ?? [], handles);
    this.metrics = each(
      { ...plugin.reads, ...plugin.metrics },
      (ref) => {
        const metric = required(ref);
        const missing = isOptional(ref)
          ? source.absent?.(typeof metric === "string" ? metric : metric.name)
          : undefined;
        return (missing ?? source.metrics).handle(metric, id);
      },
    );
    this.features = each(
      plugin.features,
      source.features ??
        (({ slot }) => new FeatureHandle(handles.slots, slot)),
    );
    this.records = each(plugin.records, source.recorder);
    this.together = source.together;
    this.notify = each(
      plugin.notices,
      (decl, name) => (text?: NoticeText) => {
        checkNotice(name, text);
        source.notify(`${id}.${name}`, decl, text);
      },
    );
    this.emit = each(
      plugin.events,
      (schema, name) => source.emitter(`${id}.${name}`, schema),
    );
    this.settings = source.settings(id, plugin.settings ?? {});
    this.state = state;
    this.user = source.user;
    this.#now = source.now;
  }

  get now(): number {
    return this.#now();
  }
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

/** @throws TypeError for what is no text, which would cost a message that says nothing */
function checkNotice(name: string, text: unknown): void {
  if (text === undefined || typeof text === "function") return;
  if (isText(text) && text.length > 0) return;
  throw new TypeError(
    `notice ${name} needs a text, lines of text, or a function that makes them`,
  );
}

/** Parts of handles that the need of the whole does not give. */
const APART = needs.filter((need) => need.startsWith("gsm."));

/** The handles that a plugin asked for; a need like `can.tx` gives that part only. */
function granted(needs: readonly Need[], handles: Handles): object {
  const parts: Record<string, object> = {};
  for (const need of needs) {
    const [head = "", part] = need.split(".");
    const all = Object.getOwnPropertyDescriptors(Reflect.get(handles, head));
    const own = Object.entries<PropertyDescriptor>(all).filter(([name]) =>
      part === undefined
        ? !APART.some((other) => other === `${head}.${name}`)
        : name === part
    );
    parts[head] = own.length === Object.keys(all).length
      ? Reflect.get(handles, head)
      : Object.defineProperties(parts[head] ?? {}, Object.fromEntries(own));
  }
  return Object.freeze(parts);
}

/** A class, as the context is: an object with a getter of its own is read slowly. */
class FeatureHandle implements Feature {
  readonly #slots: Handles["slots"];
  readonly #slot: number = 0;

  constructor(slots: Handles["slots"], slot: number) {
    this.#slots = slots;
    this.#slot = slot;
  }

  get value(): number {
    return this.#slots.get(this.#slot);
  }

  set(value: number, text = String(value)): void {
    this.#slots.set(this.#slot, text);
  }
}
