/** Where the web console is to be found, as flags and environment say. */
import type { FlagValues } from "./flags.ts";
import { UsageError } from "./usage_error.ts";

/** How the web console is opened. */
export interface WebSettings {
  readonly hostname: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Makes whoever gives it the owner. */
  readonly token: string | undefined;
  /** Whether the user asked for it: then the program does not run without. */
  readonly wanted: boolean;
}

const DEFAULT = "127.0.0.1:8080";
/** Shortest token; it is the only thing between the network and the car. */
const SHORTEST = 8;
const HIGHEST = 65_535;

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
    wanted: flags.http !== undefined,
  };
}
