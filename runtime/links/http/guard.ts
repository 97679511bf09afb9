/** What a request must not be: meant for another host, or sent by another site's page. */
import { isIP } from "node:net";
import { Problem } from "./problem.ts";

const LOCAL = ["localhost", "127.0.0.1", "[::1]"];
/** Methods that change nothing. */
const SAFE = ["GET", "HEAD"];

/** Whether a host name, as `--http` has it, is this machine's loopback. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

/**
 * Refuses names that nobody gave this machine: a page of another site could let its own name point
 * here (DNS rebinding). IP addresses cannot be made to do so.
 * @param bound the name or address on which the server listens
 * @throws Problem 421
 */
export function checkHost(request: Request, bound: string): void {
  const header = request.headers.get("host") ?? "";
  const host = header.replace(/:\d+$/, "").toLowerCase();
  const known = LOCAL.includes(host) || host === bound.toLowerCase() ||
    (!isLoopback(bound) && isIP(host.replace(/^\[(.*)\]$/, "$1")) !== 0);
  if (known) return;
  throw new Problem(
    421,
    "This server does not answer under that name: use its IP address, or give its name with --http",
  );
}

/**
 * Refuses what another site's page sends, for whatever changes something.
 * @throws Problem 403
 */
export function checkOrigin(request: Request): void {
  if (SAFE.includes(request.method)) return;
  const { headers } = request;
  const site = headers.get("sec-fetch-site"), origin = headers.get("origin");
  const own = `http://${headers.get("host") ?? ""}`;
  const foreign = (site !== null && site !== "same-origin") ||
    (origin !== null && origin !== own);
  if (!foreign) return;
  throw new Problem(
    403,
    "Sent by a page of another site: open the web console itself",
  );
}

/** @throws Problem 415 for a body that is no JSON: those that forms of other sites can send are among them */
export function checkType(request: Request): void {
  const type = request.headers.get("content-type") ?? "";
  if (/^application\/json\s*(;|$)/i.test(type)) return;
  throw new Problem(415, "Send the body as application/json");
}
