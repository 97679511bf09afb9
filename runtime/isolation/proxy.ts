/** Makes an ordinary plugin of what a guest declares: its functions ask the guest. */
import { pluginFrom } from "../contract/shape.ts";
import type { Call, Plugin } from "../contract/plugin.ts";
import type { ChannelMessage } from "../contract/notices.ts";
import type { CanFrame } from "../../hal/mod.ts";
import type { Need } from "../contract/handles.ts";
import type { AnswerBytes } from "../diagnostics/mod.ts";
import type { AnyContext } from "./any_context.ts";
import type { Declaration } from "./declaration.ts";
import { Remote } from "./remote.ts";
import { rebuilt } from "./schemas.ts";
import { each } from "./tables.ts";

/** A plugin for the program, and the way to where it really is. */
export interface Proxy {
  readonly plugin: Plugin;
  readonly remote: Remote;
}

/** Entries that a table of a plugin may have. */
const MOST = 200;
/** Who asks where nobody does. */
const BY_ITSELF: Call = { link: "console", from: "", principal: "owner" };
/** Names that would change what an object is. */
const NO_NAMES = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Makes the plugin.
 * @param told a declaration, of whatever form: it comes from outside
 * @param where what it is called in errors
 * @throws TypeError with one sentence that says what is wrong with it
 */
export function proxyOf(told: unknown, where: string): Proxy {
  const declared = checked(told, where);
  const { tables, id } = declared;
  const own = Object.keys(tables.metrics ?? {});
  const names = Object.keys({ ...tables.reads, ...tables.metrics });
  const remote = new Remote(id, names, own, declared.needs);
  try {
    const plugin = pluginFrom(literal(declared, remote), where);
    return { plugin, remote };
  } catch (error) {
    // Whatever was read of a wrong form failed as a type error does.
    if (!(error instanceof TypeError) || error.message.startsWith(where)) {
      throw error;
    }
    throw new TypeError(`${where}: ${error.message}`);
  }
}

function literal(told: Declaration, remote: Remote): object {
  const {
    tables,
    sms,
    msg,
    queries,
    settings,
    events,
    hears,
    pages,
    channels,
  } = told;
  const command = (kind: "sms" | "msg" | "query", name: string) =>
  (
    args: unknown,
    ctx: AnyContext,
    call: Call,
  ) => remote.call(kind, name, args, ctx, call);
  return {
    ...pick(tables, [
      "metrics",
      "reads",
      "features",
      "records",
      "notices",
      "texts",
    ]),
    id: told.id,
    ...pick(told, ["summary", "contract", "permissions", "sensitive"]),
    needs: needsOf(told),
    settings: each(settings, (entry) => ({
      ...Object(entry),
      schema: rebuilt(Object(entry).schema),
    })),
    events: each(events, rebuilt),
    hears: each(hears, ({ event, payload, optional }) => {
      const heard = { event, payload: rebuilt(payload) };
      return optional ? { optional: heard } : heard;
    }),
    sms: each(sms, (verb, name) => ({
      ...Object(verb),
      run: command("sms", name),
    })),
    msg: each(msg, (code, name) => ({
      ...Object(code),
      run: command("msg", name),
    })),
    queries: each(queries, ({ args, answer, ...query }, name) => ({
      ...query,
      ...args && { args: rebuilt(args) },
      answer: rebuilt(answer),
      run: command("query", name),
    })),
    channels: each(channels, (channel, name) => ({
      ...Object(channel),
      exists: () => remote.wishes.channels[name]?.exists ?? false,
      ready: (priority: string) =>
        remote.wishes.channels[name]?.ready.includes(priority) ?? false,
      send: ({ signal: _, ...message }: ChannelMessage, ctx: AnyContext) =>
        remote.call("channel", name, message, ctx, BY_ITSELF),
    })),
    pages: each(pages, (page) => ({ ...page, module: new URL(page.module) })),
    ...framesOf(told, remote),
    polls: told.polls.map((poll, place) => {
      const { when, ...data } = Object(poll);
      return {
        ...data,
        ...when === true && { when: () => remote.wishes.polls[place] ?? false },
        decode: (answer: AnswerBytes, _: unknown, ctx: AnyContext) =>
          remote.poll(place, answer, ctx),
      };
    }),
    on: Object.fromEntries(told.on.map((name) => [
      name,
      Object.hasOwn(hears, name)
        ? (payload: unknown, ctx: AnyContext) =>
          remote.event(hears[name]?.event ?? name, payload, ctx)
        : (_: unknown, ctx: AnyContext) => remote.changed(ctx),
    ])),
    every: { second: (ctx: AnyContext) => remote.second(ctx) },
    start: (ctx: AnyContext) => remote.start(ctx),
    stop: () => remote.stop(),
  };
}

/** What a plugin writes to a controller goes into the journal, which the memory's handle has. */
function needsOf({ needs }: Declaration): readonly Need[] {
  const also: readonly Need[] = needs.includes("can.sdo") ? ["memory"] : [];
  return [...new Set([...needs, ...also])];
}

/** A frame that a guest decodes is one that is handed on; conditions and checks are looked at here. */
function framesOf({ frames }: Declaration, remote: Remote): object {
  const buses: Record<number, Record<number, object>> = {};
  frames.forEach(({ bus, id, when, checks, bytes }, place) => {
    const decode = (frame: CanFrame, _: unknown, ctx: AnyContext) =>
      remote.frame(place, frame, ctx);
    (buses[Number(bus)] ??= {})[Number(id)] = {
      ...when && { when },
      ...checks && { checks },
      bytes,
      decode,
    };
  });
  return { framesOn: buses };
}

/** Whether it can be a declaration at all; the rest is checked as the plugin's literal. */
function checked(told: unknown, where: string): Declaration {
  const parts = Object(told);
  const tables = [
    ...Object.values(Object(parts.tables)),
    ...Object.values(parts),
  ];
  for (const table of tables) {
    if (typeof table !== "object" || table === null) continue;
    const names = Object.keys(table);
    if (names.length > MOST) {
      throw new TypeError(
        `${where}: declares ${names.length} things of one kind: at most ${MOST} can be`,
      );
    }
    const odd = names.find((name) => NO_NAMES.has(name) || name.length > 100);
    if (odd !== undefined) {
      throw new TypeError(
        `${where}: "${odd.slice(0, 20)}" is a name that cannot be used`,
      );
    }
  }
  const lists = [parts.needs, parts.frames, parts.polls, parts.on];
  if (typeof parts.id !== "string" || !lists.every(Array.isArray)) {
    throw new TypeError(`${where}: did not say what it declares`);
  }
  return parts;
}

function pick(tables: object, names: readonly string[]): object {
  return Object.fromEntries(
    Object.entries(tables).filter(([name]) => names.includes(name)),
  );
}
