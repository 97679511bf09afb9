import type { Clock } from "../../../hal/mod.ts";
import type { PageFiles } from "./static/files.ts";
import type { Gateway } from "./gateway.ts";

/** A page: its files and the hash of their import map. */
export interface Page {
  readonly files: PageFiles;
  readonly importMapHash: string;
}

/** How the web console is set up. */
export interface HttpOptions {
  /** Name or address on which it listens; what it may be called by. */
  readonly hostname: string;
  /** Makes whoever gives it the owner. On another address than loopback a login is needed in any case. */
  readonly token?: string;
  /** Origins of proxies in front, such as `https://car.example`; a login is needed then. */
  readonly origins?: readonly string[];
  /** Addresses of proxies whose `X-Forwarded-For` counts. */
  readonly proxies?: readonly string[];
  /** Names of the machine itself, such as `raspberrypi.local`. */
  readonly machine?: readonly string[];
  /** Loads what the program around the runtime lets the console do. */
  readonly gateway?: () => Promise<Gateway>;
  /** By which connections are late: the device's, unless they are real and its time is simulated. */
  readonly clock?: Clock;
  /** Loads the page; without it there is only the API. */
  readonly page?: () => Promise<Page>;
}
