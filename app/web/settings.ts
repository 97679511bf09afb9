/** Where the web console is to be found, as flags and environment say. */
import * as v from "valibot";
import type { FlagValues } from "../flags/mod.ts";
import { UsageError } from "../usage_error.ts";

/** How the web console is opened. */
export interface WebSettings {
  readonly hostname: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Makes whoever gives it the owner. */
  readonly token: string | undefined;
  /** Origins of proxies in front. */
  readonly origins: readonly string[];
  /** Addresses of proxies whose word about the client counts. */
  readonly proxies: readonly string[];
  /** Whether the user asked for it: then the program does not run without. */
  readonly wanted: boolean;
}

const DEFAULT = "127.0.0.1:8080";
/** Shortest token; it is the only thing between the network and the car. */
const SHORTEST = 8;
const HIGHEST = 65_535;
const address = v.pipe(v.string(), v.ip());

/**
 * Checks the flags of the web console.
 * @returns undefined when it is switched off
 * @throws UsageError with one sentence for what cannot be
 */
export function webOf(flags: FlagValues): WebSettings | undefined {
  const { http = DEFAULT, "http-token": token } = flags;
  if (http === "off") return undefined;
  const [, hostname = "", digits] =
    /^([\w.-]+|\[[\da-f:.]+\]):(\d{1,5})$/i.exec(http) ?? [];
  const port = Number(digits);
  if (!(port <= HIGHEST)) {
    throw new UsageError(
      `--http cannot be "${http}": expected an address and a port such as ${DEFAULT} or [::1]:8080, or off`,
    );
  }
  if (token !== undefined && token.length < SHORTEST) {
    throw new UsageError(
      `--http-token is too short: expected at least ${SHORTEST} characters`,
    );
  }
  return {
    hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
    port,
    token,
    origins: (flags["http-origin"] ?? []).map(originOf),
    proxies: (flags["http-proxy"] ?? []).map(proxyOf),
    wanted: flags.http !== undefined,
  };
}

/** @throws UsageError for what is no origin */
function originOf(text: string): string {
  const url = URL.parse(text);
  if (
    url && /^https?:$/.test(url.protocol) && url.pathname === "/" &&
    url.search + url.hash + url.username === ""
  ) return url.origin;
  throw new UsageError(
    `--http-origin cannot be "${text}": expected how a browser reaches the console, without a path, such as https://car.example`,
  );
}

/** @throws UsageError for what is no address */
function proxyOf(text: string): string {
  if (v.is(address, text)) return text.toLowerCase();
  throw new UsageError(
    `--http-proxy cannot be "${text}": expected the proxy's IP address, such as 127.0.0.1`,
  );
}
