/** Topics of OVMS v3 below the prefix, out and in. */

/** Parts of a topic that mean something to a broker, or that it refuses. */
// deno-lint-ignore no-control-regex
const UNSAFE = /[+#\u0000-\u001f\u007f]/g;

/** Topic of the last will, below the prefix. */
export const CONNECTED = "metric/s/v3/connected";
/** What is subscribed to, below the prefix: each id is one level. */
export const SUBSCRIBED = [
  "client/+/active",
  "client/+/command/+",
  "client/+/request/metric",
  "client/+/request/config",
] as const;

/** What a client wants. */
export type Incoming =
  | { readonly kind: "active"; readonly client: string }
  | { readonly kind: "command"; readonly client: string; readonly id: string }
  | { readonly kind: "metrics"; readonly client: string }
  | { readonly kind: "config"; readonly client: string };

/** `ovms/<user>/<vehicle id>/`; without a vehicle id its level is left out. */
export function standardPrefix(user: string, vehicle: string): string {
  const levels = vehicle === "" ? ["ovms", user] : ["ovms", user, vehicle];
  return `${levels.map(safe).join("/")}/`;
}

/** A prefix as its owner wrote it: without wildcards, and with one slash at its end. */
export function ownPrefix(text: string): string {
  return `${safe(text).replace(/\/+$/, "")}/`;
}

/** Topic of a metric, below the prefix. */
export function metricTopic(name: string): string {
  return `metric/${safe(name.replaceAll(".", "/"))}`;
}

/** Topic of an event, below the prefix. */
export function eventTopic(name: string): string {
  return `event/${safe(name.replaceAll(".", "/"))}`;
}

/** Whether a client may ask for a configuration of this name, `param/instance`: it becomes part of a topic. */
export function isConfigName(name: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(name);
}

function safe(text: string): string {
  return text.replaceAll(UNSAFE, "_");
}

/** What a topic below the prefix asks for; undefined for all that is not ours to answer. */
export function incoming(topic: string): Incoming | undefined {
  const [tree, client, kind, id, ...more] = topic.split("/");
  if (tree !== "client" || !client || more.length > 0) return undefined;
  if (kind === "active" && id === undefined) return { kind, client };
  if (kind === "command" && id) return { kind, client, id };
  if (kind !== "request") return undefined;
  if (id === "metric") return { kind: "metrics", client };
  return id === "config" ? { kind: "config", client } : undefined;
}

/**
 * Whether a request names a metric: names separated by commas, `*` at the end or the beginning. An
 * entry with `*` elsewhere is skipped.
 */
export function namedBy(request: string): (name: string) => boolean {
  const tests = request.split(",").map((entry) => entry.trim()).flatMap(test);
  return (name) => tests.some((matches) => matches(name));
}

function test(entry: string): readonly ((name: string) => boolean)[] {
  if (entry === "") return [];
  if (entry === "*") return [() => true];
  const [start, end] = [entry.startsWith("*"), entry.endsWith("*")];
  const rest = entry.slice(start ? 1 : 0, end ? -1 : undefined);
  if (rest.includes("*") || (start && end)) return [];
  if (start) return [(name) => name.endsWith(rest)];
  return [end ? (name) => name.startsWith(rest) : (name) => name === rest];
}
