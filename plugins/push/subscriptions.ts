/** Browsers that take notices: where their push services are, and the keys that only they have. */
import { CommandError, v } from "ovms-edge";

/** So many at the same time. */
const MOST = 20;
/** Keys of the entries. */
const PREFIX = "sub.";

/** Whether an address can be a push service's: it comes from a browser, and the gateway sends there. */
export function isPushAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url?.protocol !== "https:" || url.username + url.password !== "") {
    return false;
  }
  const { hostname, port } = url;
  // The last label of an IP address is no name
  return port === "" && /\.[a-z][a-z\d-]*[a-z\d]$/i.test(hostname) &&
    !/\.(local|localhost|internal|lan|home|test|invalid)$/i.test(hostname);
}

const key = (bytes: number) =>
  v.pipe(
    v.string(),
    v.regex(/^[\w-]+$/, "expected base64url"),
    v.check(
      (text) => Math.floor(text.length * 3 / 4) === bytes,
      `expected ${bytes} bytes`,
    ),
  );

/** A browser, as it says itself where it is reached. */
export const subscription = v.object({
  endpoint: v.pipe(
    v.string(),
    v.maxLength(1000),
    v.check(isPushAddress, "expected the https address of a push service"),
  ),
  keys: v.object({ p256dh: key(65), auth: key(16) }),
  /** What people call the browser. */
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  /** Origin of the console that it was asked from, who push services may turn to. */
  origin: v.pipe(v.string(), v.maxLength(200)),
});
/** A browser that takes notices. */
export type Subscription = v.InferOutput<typeof subscription>;

/** Where subscriptions are kept. */
export interface Memory {
  entries(): ReadonlyMap<string, string>;
  put(changes: Readonly<Record<string, string | undefined>>): void;
}

/** All of them, by their ids; what cannot be read is not there. */
export function subscriptionsIn(
  memory: Memory,
): ReadonlyMap<string, Subscription> {
  return new Map(
    [...memory.entries()].flatMap(([name, text]) => {
      if (!name.startsWith(PREFIX)) return [];
      const parsed = v.safeParse(
        v.pipe(v.string(), v.parseJson(), subscription),
        text,
      );
      return parsed.success
        ? [[name.slice(PREFIX.length), parsed.output] as const]
        : [];
    }),
  );
}

/**
 * Keeps one, durably; the same browser takes the place of itself.
 * @throws CommandError when there are too many
 */
export function keep(memory: Memory, given: Subscription): string {
  const all = subscriptionsIn(memory);
  const [known] =
    [...all].find(([, { endpoint }]) => endpoint === given.endpoint) ?? [];
  const id = known ?? newId();
  if (all.size >= MOST && known === undefined) {
    throw new CommandError(`At most ${MOST} browsers: remove one first`);
  }
  memory.put({ [PREFIX + id]: JSON.stringify(given) });
  return id;
}

/** Forgets one; false when there is none of that id. */
export function forget(memory: Memory, id: string): boolean {
  const is = subscriptionsIn(memory).has(id);
  if (is) memory.put({ [PREFIX + id]: undefined });
  return is;
}

/** A name that tells nothing of the address. */
function newId(): string {
  return crypto.getRandomValues(new Uint8Array(12))
    .toBase64({ alphabet: "base64url" });
}
