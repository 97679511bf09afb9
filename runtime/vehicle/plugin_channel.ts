/** Channels that plugins bring, as the notifier uses them. */
import type { Clock } from "../../hal/mod.ts";
import type { Entry, Registry } from "../commands/registry.ts";
import { plainText } from "../commands/text.ts";
import type { AnyChannel, Delivered } from "../contract/notices.ts";
import type { Channel, Outgoing } from "../owner/channel.ts";
import type { Loaded } from "./loaded.ts";
import type { Host } from "./host.ts";
import { call, onBehalfOf } from "./plugin_code.ts";

/** Seconds that a try may take. */
const TIMEOUT = 60;

/** The channels of all plugins at work. */
export function pluginChannels(
  { channels }: Registry,
  host: Host,
  clock: Clock,
): readonly Channel[] {
  return [...channels].flatMap(([name, entry]) => {
    const loaded = host.find(entry.owner);
    return loaded ? [pluginChannel(name, entry, loaded, host, clock)] : [];
  });
}

function pluginChannel(
  name: string,
  { def }: Entry<AnyChannel>,
  loaded: Loaded,
  host: Host,
  clock: Clock,
): Channel {
  const { id } = loaded.plugin;
  /** What the plugin says to a question; its fault, and no, when it says something else. */
  const ask = (part: "exists" | "wants" | "ready", ...about: unknown[]) => {
    const question = def[part];
    if (!question) return true;
    const where = `channels.${name}.${part}`;
    try {
      const answer = onBehalfOf(id, () => call(question, ...about, loaded.ctx));
      if (typeof answer === "boolean") return answer;
      throw new TypeError(`answered ${typeof answer}, expected true or false`);
    } catch (error) {
      host.fault(loaded, where, error);
      return false;
    }
  };
  return {
    id: name,
    exists: () => ask("exists"),
    wants: (notice) => ask("wants", notice),
    // One that is set aside is tried again later; what it has to send waits for that.
    ready: (priority) => !loaded.aside && ask("ready", priority),
    budget: () => def.budget ?? Infinity,
    form: plainText,
    async send({ to: _, ...message }: Outgoing) {
      const { timeout = TIMEOUT } = def;
      const over = new AbortController();
      const late = {
        later: `no answer within ${timeout} s`,
        perhapsSent: true,
      };
      const work = onBehalfOf(
        id,
        () => call(def.send, { ...message, signal: over.signal }, loaded.ctx),
      );
      const { promise, resolve } = Promise.withResolvers<unknown>();
      // On the clock of the seconds: it is no command that somebody waits for.
      const stop = clock.every(timeout * 1000, () => {
        resolve(late);
        over.abort();
      });
      try {
        const result = await Promise.race([work, promise]);
        if (isDelivered(result)) return result;
      } finally {
        stop();
      }
      const wrong =
        'answered nothing that is known: expected "delivered", { later: reason } or { refused: reason }';
      host.fault(loaded, `channels.${name}.send`, new TypeError(wrong));
      // Perhaps it was sent: once is better than again and again.
      return { refused: wrong };
    },
  };
}

function isDelivered(result: unknown): result is Delivered {
  if (result === "delivered") return true;
  if (typeof result !== "object" || result === null) return false;
  return "later" in result
    ? typeof result.later === "string"
    : "refused" in result && typeof result.refused === "string";
}
