/** What a request must not be: meant for another host, or sent by another site's page. */
import { isIP } from "node:net";
import { isLoopback } from "./loopback.ts";
import { Problem } from "../answers/problem.ts";

const LOCAL = ["localhost", "127.0.0.1", "[::1]"];
/** Methods that change nothing. */
const SAFE = ["GET", "HEAD"];

/** What the console is called by. */
export interface Names {
  /** The name or address on which the server listens. */
  readonly bound: string;
  /** Names of the machine itself, as mDNS tells them; they lead to it only where it listens beyond loopback. */
  readonly machine: readonly string[];
  /** Origins of proxies in front, such as `https://car.example`. */
  readonly origins: ReadonlySet<string>;
}

/**
 * Refuses names that nobody gave this machine: a page of another site could let its own name point
 * here (DNS rebinding). IP addresses cannot be made to do so.
 * @throws Problem 421
 */
export function checkHost(
  request: Request,
  { bound, machine, origins }: Names,
): void {
  const header = request.headers.get("host") ?? "";
  const host = header.replace(/:\d+$/, "").toLowerCase();
  const isAddress = isIP(host.replace(/^\[(.*)\]$/, "$1")) !== 0;
  const known = LOCAL.includes(host) || host === bound.toLowerCase() ||
    [...origins].some((origin) => hostsOf(origin).includes(header)) ||
    (!isLoopback(bound) && (isAddress || machine.includes(host)));
  if (known) return;
  throw new Problem(
    421,
    "This server does not answer under that name: use its IP address, or give its name with --http, that of a proxy with --http-origin",
  );
}

/** How a host is written in requests to an origin: with its port, or without where it is the usual one. */
function hostsOf(origin: string): readonly string[] {
  const { protocol, hostname, port, host } = new URL(origin);
  const usual = protocol === "https:" ? "443" : "80";
  return port === "" ? [host, `${hostname}:${usual}`] : [host];
}

/**
 * Refuses what another site's page sends, for whatever changes something.
 * @throws Problem 403
 */
export function checkOrigin(
  request: Request,
  { origins }: Pick<Names, "origins">,
): void {
  if (SAFE.includes(request.method)) return;
  const { headers } = request;
  const site = headers.get("sec-fetch-site"), origin = headers.get("origin");
  const host = headers.get("host") ?? "";
  // Under a proxy's name only its own origin counts: the same name without TLS may be anybody
  const named = [...origins].filter((known) => hostsOf(known).includes(host));
  const own = named.length > 0 ? named : [`http://${host}`, ...origins];
  const foreign = (site !== null && site !== "same-origin") ||
    (origin !== null && !own.includes(origin));
  if (!foreign) return;
  throw new Problem(
    403,
    "Sent by a page of another site: open the web console itself; a proxy in front of it is named with --http-origin https://NAME",
  );
}

/** @throws Problem 415 for a body that is no JSON: those that forms of other sites can send are among them */
export function checkType(request: Request): void {
  const type = request.headers.get("content-type") ?? "";
  if (/^application\/json\s*(;|$)/i.test(type)) return;
  throw new Problem(415, "Send the body as application/json");
}
