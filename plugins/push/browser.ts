import {
  type ChannelMessage,
  CommandError,
  definePlugin,
  type Delivered,
  encryptPush,
  type Plugin,
  v,
} from "ovms-edge";
import { LATER } from "./request.ts";
import {
  forget,
  keep,
  type Memory,
  type Subscription,
  subscription,
  subscriptionsIn,
} from "./subscriptions.ts";
import { authorization, pairOf, publicKey } from "./vapid.ts";
import { asWished, wishSettings } from "./wishes.ts";
import { texts } from "./languages.ts";

/** Seconds that a push service keeps a message for a browser that is away. */
const KEPT = 24 * 3600;
/** Characters of a text: a message has room for less than 4000 bytes. */
const LONGEST = 900;
/** What push services answer when a browser takes nothing any more. */
const GONE: ReadonlySet<number> = new Set([404, 410]);

/** What became of a message for one browser. */
type Outcome = "delivered" | "gone" | { readonly later: string } | {
  readonly refused: string;
};

/**
 * Notices in browsers, also while the console is closed (Web Push). Nothing is sent anywhere until a
 * browser asks for it.
 * @param request sends a request; for tests
 */
export function makeWebPush(request: typeof fetch = fetch): Plugin {
  /** Browsers that have a message already, by its number, while others still wait for it. */
  const begun = new Map<number, Set<string>>();

  const send = async (
    message: ChannelMessage,
    memory: Memory,
    now: number,
  ): Promise<Delivered> => {
    const have = begun.get(message.id) ?? new Set<string>();
    begun.delete(message.id);
    const left = [...subscriptionsIn(memory)].filter(([id]) => !have.has(id));
    const outcomes = await Promise.all(left.map(async ([id, to]) => {
      const outcome = await sendTo(to, message, memory, now, request);
      if (outcome === "gone") forget(memory, id);
      if (outcome === "delivered") have.add(id);
      return outcome;
    }));
    for (const outcome of outcomes) {
      if (typeof outcome === "object" && "later" in outcome) {
        begun.set(message.id, have);
        return outcome;
      }
    }
    if (have.size > 0) return "delivered";
    return outcomes.find((outcome) => typeof outcome === "object") ??
      { refused: "no browser takes messages any more" };
  };

  return definePlugin({
    id: "webpush",
    summary: "Notices in browsers, also while the console is closed",
    texts,
    needs: ["clock", "memory"],
    settings: wishSettings,
    channels: {
      webpush: {
        summary: "Messages to browsers that asked for them",
        ...asWished,
        exists: ({ hal: { memory } }) => subscriptionsIn(memory).size > 0,
        // Push services take no message of a sender whose clock is wrong
        ready: (priority, ctx) =>
          ctx.hal.clock.wall().trusted && asWished.ready(priority, ctx),
        send: (message, { hal: { clock, memory } }) =>
          send(message, memory, clock.wall().ms),
      },
    },
    queries: {
      browsers: {
        summary: "Browsers that take notices",
        owner: true,
        answer: v.object({
          browsers: v.array(v.object({
            id: v.string(),
            name: v.string(),
            /** Host of its push service. */
            service: v.string(),
          })),
        }),
        run: (_, { hal: { memory } }) => ({
          browsers: [...subscriptionsIn(memory)].map((
            [id, { name, endpoint }],
          ) => ({ id, name, service: new URL(endpoint).hostname })),
        }),
      },
      key: {
        summary: "The key by which browsers know the gateway",
        acts: true,
        owner: true,
        answer: v.object({ key: v.string() }),
        run: async (_, { hal: { memory } }) => ({
          key: publicKey(await pairOf(memory)),
        }),
      },
      subscribe: {
        summary: "A browser takes notices from now on",
        acts: true,
        owner: true,
        args: subscription,
        answer: v.object({ id: v.string() }),
        run: (given, { hal: { memory } }) => ({ id: keep(memory, given) }),
      },
      unsubscribe: {
        summary: "A browser takes no notices any more",
        acts: true,
        owner: true,
        args: v.object({ id: v.string() }),
        answer: v.object({ ok: v.literal(true) }),
        run: ({ id }, { hal: { memory } }) => {
          if (forget(memory, id)) return { ok: true } as const;
          throw new CommandError("This browser takes no notices");
        },
      },
    },
    pages: {
      push: {
        name: "Push",
        names: { de: "Push", fr: "Push" },
        about: "gateway",
        place: "connections",
        icon: "M6 17h12l-2-3v-4a4 4 0 0 0-8 0v4zM10 20h4",
        module: new URL("./page/push.js", import.meta.url),
      },
    },
  });
}

/** Notices in browsers. */
export const webpush: Plugin = makeWebPush();

async function sendTo(
  to: Subscription,
  { text, priority, id, signal }: ChannelMessage,
  memory: Memory,
  now: number,
  request: typeof fetch,
): Promise<Outcome> {
  const { endpoint, keys, origin } = to, { hostname } = new URL(endpoint);
  // A push service takes no half of a character
  const whole = text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "");
  const content = { id, priority, text: whole };
  const body = await encryptPush(
    { endpoint, keys },
    new TextEncoder().encode(JSON.stringify(content)),
  );
  const pair = await pairOf(memory);
  try {
    const answer = await request(endpoint, {
      method: "POST",
      headers: {
        authorization: await authorization(pair, endpoint, origin, now),
        "content-encoding": "aes128gcm",
        "content-type": "application/octet-stream",
        ttl: String(KEPT),
        urgency: priority === "alarm" ? "high" : "normal",
      },
      body,
      redirect: "manual",
      signal,
    });
    await answer.body?.cancel();
    if (answer.ok) return "delivered";
    if (GONE.has(answer.status)) return "gone";
    const reason = `${hostname} answered ${answer.status}`;
    return LATER.has(answer.status) ? { later: reason } : { refused: reason };
  } catch {
    // What fetch says has the whole address, which is a secret
    return { later: `${hostname} cannot be reached` };
  }
}
