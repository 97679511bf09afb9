/** Does what a guest wants, as far as the plugin declares it. */
import type { NoticeText, Text } from "../contract/notices.ts";
import { isText } from "../commands/text.ts";
import type { AnyContext } from "./any_context.ts";
import { checkQuota } from "./quota.ts";
import type { Deed, Sample } from "./messages.ts";

/**
 * Does it.
 * @throws Error with a sentence where the plugin does not declare it, or it cannot be
 */
export function perform(ctx: AnyContext, deed: Deed): void {
  switch (deed.do) {
    case "records":
      return ctx.together(() => {
        for (const { name, number, row, changed } of deed.records) {
          const record = own(ctx.records, name, "record");
          if (changed) record.writeChanged(number, row as never);
          else record.write(number, row as never);
        }
      });
    case "notify":
      return own(ctx.notify, deed.name, "notice")(noticeText(deed.text));
    case "emit":
      return own(ctx.emit, deed.name, "event")(deed.payload ?? undefined);
    case "feature":
      return own(ctx.features, deed.name, "feature")
        .set(deed.value, deed.text);
    case "memory": {
      const memory = ctx.hal.memory;
      if (!memory?.put || !memory.later || !memory.entries) {
        throw undeclared("need", "memory");
      }
      const next = new Map(memory.entries());
      const changes = Object.entries(deed.changes);
      for (const [key, value] of changes) next.set(key, value ?? "");
      checkQuota(next);
      const values = Object.fromEntries(
        changes.map(([key, value]) => [key, value ?? undefined]),
      );
      return deed.later ? memory.later(values) : memory.put(values);
    }
    case "journal": {
      const { entry } = deed;
      if (!isEntry(entry)) throw new TypeError("no entry of a journal");
      return ctx.hal.memory?.journal?.(entry);
    }
    case "message":
      return message(ctx, deed.what, deed.value);
  }
}

function message(
  { hal: { messages } }: AnyContext,
  what: string,
  value: unknown,
) {
  if (!messages) throw undeclared("need", "messages");
  if (what === "push") messages.push?.(String(value));
  else if (what === "now" && (value === "S" || value === "D")) {
    messages.now?.(value);
  } else if (value === "state" || value === "environment") {
    messages.changed?.(value);
  }
}

function isEntry(
  entry: unknown,
): entry is {
  who: string;
  what: string;
  key: string;
  old: string;
  new: string;
} {
  return typeof entry === "object" && entry !== null &&
    ["who", "what", "key", "old", "new"].every((name) =>
      typeof Reflect.get(entry, name) === "string"
    );
}

/** A part by the plugin's name for it, and nothing that every object has. */
function own<T>(
  table: Readonly<Record<string, T>>,
  name: string,
  what: string,
): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw undeclared(what, name);
  return found;
}

function undeclared(what: string, name: string): Error {
  return new Error(`uses the ${what} ${name}, which it does not declare`);
}

function noticeText(text: unknown): NoticeText | undefined {
  if (text === null || isText(text)) return text ?? undefined;
  const { sms, ip, other } = Object(text);
  const of = (one: unknown): Text | undefined => isText(one) ? one : undefined;
  return (channel) =>
    of(channel === "sms" ? sms : channel === "ip" ? ip : other);
}

/**
 * Sets the metrics that a guest wrote. One that was worked out from another has the age of whichever it
 * reads that is as old.
 * @throws RangeError for a value that its metric cannot have
 */
export function applySamples(
  ctx: AnyContext,
  names: readonly string[],
  own: ReadonlySet<string>,
  samples: readonly Sample[],
): void {
  for (const [place, value, age] of samples) {
    const name = names[place] ?? "", metric = ctx.metrics[name];
    if (!metric || !own.has(name)) throw undeclared("metric", `${place}`);
    if ("all" in metric) {
      const all: readonly unknown[] = Array.isArray(value) ? value : [];
      all.forEach((one, k) =>
        metric.set(k, typeof one === "number" ? one : undefined)
      );
      continue;
    }
    const from = age === null || age === 0
      ? undefined
      : Object.values(ctx.metrics).find((other) => other.age === age);
    metric.set(value as never, from);
  }
}
