/** What a proxy in front says about a request, where it is one that was named. */
import { Problem } from "../answers/problem.ts";

/** Headers by which a proxy tells that it is one. */
const MARKS = ["forwarded", "via", "x-real-ip"] as const;
const FORWARDED = /^x-forwarded-/;

/** Whether a proxy was on the way. */
function isForwarded({ headers }: Request): boolean {
  return MARKS.some((name) => headers.has(name)) ||
    [...headers.keys()].some((name) => FORWARDED.test(name));
}

/**
 * Who asks through a console that lets in everybody: behind a proxy that is the whole network.
 * @throws Problem 403
 */
export function refuseProxy(request: Request): void {
  if (!isForwarded(request)) return;
  throw new Problem(
    403,
    "This web console has no login and is reached through a proxy, where everybody would be the owner: give it OVMS_EDGE_HTTP_TOKEN and its name with --http-origin",
  );
}

/**
 * The address of whoever asks: that of the connection, or what named proxies say, from the last one back.
 * @param peer address of the connection
 * @param proxies addresses of proxies whose word counts
 */
export function clientOf(
  { headers }: Request,
  peer: string,
  proxies: ReadonlySet<string>,
): string {
  const said = headers.get("x-forwarded-for") ?? "";
  const before = said.split(",").map((text) => text.trim()).filter((text) =>
    text !== ""
  );
  let client = plain(peer);
  while (proxies.has(client)) {
    const next = before.pop();
    if (next === undefined) break;
    client = plain(next);
  }
  return client;
}

/** An address without port and brackets; IPv4 in IPv6 as IPv4. */
function plain(address: string): string {
  return address.replace(/^\[([^\]]*)\](:\d+)?$/, "$1")
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1")
    .replace(/^::ffff:(?=\d+\.)/i, "").toLowerCase();
}
