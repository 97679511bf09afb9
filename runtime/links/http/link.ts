/**
 * The link `http`: it keeps the last hour and the door from the start. What answers is loaded with the
 * first request, as a gateway that nobody looks at need not hold it in memory.
 */
import type { Stop } from "../../../hal/mod.ts";
import { PARAM, parameters } from "../../settings/params.ts";
import type { Link, RunningLink } from "../link.ts";
import type { Beginning, Console } from "./console.ts";
import { isLoopback } from "./connections/loopback.ts";
import {
  listen,
  type Listening,
  type RequestInfo,
} from "./connections/listen.ts";
import type { HttpOptions } from "./options.ts";
import type { HttpServices } from "./services.ts";
import { Trail } from "./values/trail.ts";
import { TroubleBook } from "./values/trouble_book.ts";

const SECOND = 1000;

/** Metrics whose last hour is kept for the pages. */
const TRAILED = [
  "v.b.power",
  "v.p.speed",
  "v.b.soc",
  "v.b.voltage",
  "v.c.charging",
  "v.p.gpslock",
  "m.net.sq",
  "s.v2.connected",
] as const;

/** The web console at work. */
export interface WebConsole extends RunningLink {
  /** Answers a request. */
  fetch(request: Request, info?: RequestInfo): Promise<Response>;
  /**
   * Listens.
   * @param port 0 for any free one
   * @throws Error with a sentence when it cannot, or must not without a password
   */
  listen(port: number): Promise<Listening>;
  /** Ends streams and timers. */
  close(): void;
}

/** The web console; it answers as soon as it is started, and listens when told to. */
export function httpLink(options: HttpOptions): Link<WebConsole> {
  return { id: "http", start: (services) => new Front(services, options) };
}

/** What is there before the first request. */
class Front implements WebConsole {
  readonly #trail = new Trail(TRAILED);
  readonly #troubles = new TroubleBook();
  readonly #stop: Stop;
  /** When it began to let in those who logged in before, ms of the monotonic clock. */
  readonly #since: number;
  #loading: Promise<Console> | undefined;
  #console: Console | undefined;
  #closed = false;

  constructor(readonly services: HttpServices, readonly options: HttpOptions) {
    const { clock } = services.options.hal;
    this.#since = clock.monotonic();
    this.#stop = clock.every(SECOND, () => {
      this.#trail.sample(services.host.metrics);
      this.#troubles.look(services.health.devices(), services.seconds);
      this.#console?.second();
    });
  }

  async fetch(request: Request, info: RequestInfo = {}): Promise<Response> {
    const console = this.#console ?? await this.#load();
    return await console.fetch(request, info);
  }

  /** A load that failed is tried again with the next request. */
  async #load(): Promise<Console> {
    const { services, options } = this;
    this.#loading ??= loaded(services, options, {
      trail: this.#trail,
      troubles: this.#troubles,
      since: this.#since,
      needed: this.#needsLogin,
      password: () => this.#password(),
    });
    try {
      this.#console = await this.#loading;
    } catch (error) {
      this.#loading = undefined;
      services.options.log("error", "web console cannot be loaded", {
        error: String(error),
      });
      throw error;
    }
    if (this.#closed) this.#console.close();
    return this.#console;
  }

  get #needsLogin(): boolean {
    return this.options.token !== undefined || this.#isOpen;
  }

  /** Whether others than this machine's users get here. */
  get #isOpen(): boolean {
    const { hostname, origins = [], proxies = [] } = this.options;
    return !isLoopback(hostname) || origins.length > 0 || proxies.length > 0;
  }

  /** The module password, unless it is the one that everybody knows. */
  #password(): string | undefined {
    const password = this.services.params.get(PARAM.password);
    return password === parameters[PARAM.password]?.fallback
      ? undefined
      : password;
  }

  async listen(port: number): Promise<Listening> {
    const { options: { hostname, clock, proxies = [] } } = this;
    const { options } = this.services;
    if (this.#isOpen && !await this.#hasSecret()) {
      const where = isLoopback(hostname) ? "behind a proxy" : `at ${hostname}`;
      throw new Error(
        `The web console is not opened ${where} without a password: set one with PASS, or give --http-token`,
      );
    }
    return listen(
      hostname,
      port,
      (request, from) =>
        this.fetch(request, { remoteAddr: { hostname: from } }),
      {
        clock: clock ?? options.hal.clock,
        log: options.log,
        isProxy: (address) => proxies.includes(address),
      },
    );
  }

  /** Whether there is anything to log in with. */
  async #hasSecret(): Promise<boolean> {
    return this.options.token !== undefined ||
      this.#password() !== undefined ||
      (await this.#load()).hasTokens;
  }

  close(): void {
    this.#closed = true;
    this.#stop();
    this.#console?.close();
  }
}

async function loaded(
  services: HttpServices,
  options: HttpOptions,
  beginning: Beginning,
): Promise<Console> {
  const { Console } = await import("./console.ts");
  const [page, gateway] = await Promise.all([
    options.page?.(),
    options.gateway?.(),
  ]);
  return new Console(services, options, page, gateway, beginning);
}
