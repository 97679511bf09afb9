import type { Network, Stop } from "../../../hal/mod.ts";
import type { ServerTransport } from "../../messages/transport.ts";
import type { LinkState } from "../../contract/links.ts";
import { PARAM, type Params } from "../../settings/params.ts";
import { atMost } from "../../at_most.ts";
import { once } from "../../once.ts";
import { FORGEABLE } from "../../commands/sensitive.ts";
import type { Link, LinkServices, RunningLink } from "../link.ts";
import { HARDWARE, VERSION } from "../../version.ts";
import { Crashes } from "./crashes.ts";
import type { RandomBytes } from "./crypt.ts";
import { OvmsLink, type ServerSettings, type TlsUse } from "./link.ts";
import { OwnerTold } from "./owner_told.ts";

/** What the way to a server is made of. */
export interface OvmsOptions {
  readonly network: Network;
  /** As `LinkOptions` has it. */
  readonly tls?: TlsUse;
  /** Randomness of tokens and waiting times. */
  readonly random?: RandomBytes;
}

/** Parameters that a connection was made with: module password, server, vehicle id, server password, paranoid mode. */
const USED = [
  PARAM.password,
  PARAM.server,
  PARAM.vehicleId,
  PARAM.serverPassword,
  PARAM.paranoid,
];
/** Changes within so many ms make one new connection. */
const GATHER = 100;
/** A command that changed them gets so many ms to be answered: a server may take no answer for as long as it likes. */
const ANSWERED_WITHIN = 60_000;
/** Seconds that the server keeps the record about the start. */
const START_LIFETIME = 2_592_000;

/**
 * The OVMS server that the parameters name, as long as they name one; connected anew when they change.
 */
export function ovmsLink(options: OvmsOptions): Link<OvmsAttachment> {
  return {
    id: "ovms",
    start: (services) => new OvmsAttachment(services, options),
  };
}

/** The way to the server at work. */
export class OvmsAttachment implements ServerTransport, RunningLink {
  readonly link: OvmsLink;
  readonly confirms = true;
  readonly #services: LinkServices;
  readonly #crashes: Crashes;
  readonly #told: OwnerTold;
  readonly #ends: readonly Stop[];
  /** The server has said something that only it can say. */
  #proven = false;
  /** Ends the wait for further changes. */
  #gathering: Stop | undefined;

  constructor(services: LinkServices, { network, tls, random }: OvmsOptions) {
    const { params, options: { hal, log } } = services;
    this.#services = services;
    this.#crashes = new Crashes(hal.store);
    this.#told = new OwnerTold(services);
    this.link = new OvmsLink({
      clock: hal.clock,
      network,
      settings: () => settingsOf(params),
      // A server that nobody has named is no trouble.
      log: (text) => log(settingsOf(params) ? "warning" : "info", text),
      event: ({ kind, reason }) => log("info", `server ${kind}`, { reason }),
      ...(tls === undefined ? {} : { tls }),
      ...(random === undefined ? {} : { random }),
    });
    this.#ends = [
      services.attachServer(this),
      services.health.report(() => this.#state(), "Server"),
      services.onReconnect(() => this.#restart()),
      params.watch((numbers) => {
        if (!USED.some((number) => numbers.has(number))) return;
        this.#told.settingsChanged();
        this.#restart();
      }),
    ];
    this.link.open({
      up: () => {},
      down: () => this.#down(),
      line: (plain) => this.#line(plain),
      refused: () => this.#told.refused(),
    });
  }

  get connected(): boolean {
    return this.#proven && this.link.connected;
  }

  get discards(): boolean {
    return this.link.paranoid;
  }

  get isLate(): boolean {
    return this.link.isLate;
  }

  get guarded(): string | undefined {
    const isOpen = this.link.forgeable &&
      !this.#services.core.ovms["plain-control"];
    return isOpen ? FORGEABLE : undefined;
  }

  ask(): void {
    this.link.ask();
  }

  send(lines: readonly string[]): boolean {
    return this.connected && this.link.send(lines);
  }

  /** Ends the connection for good, after what was sent has left. */
  async close(): Promise<void> {
    this.#gathering?.();
    await this.link.close();
    for (const end of this.#ends) end();
    this.#crashes.end();
  }

  #state(): LinkState {
    return { name: "OVMS server", state: this.link.state, problems: [] };
  }

  #line(plain: string): Promise<void> | void {
    if (!this.#proven) this.#loggedIn();
    return this.#services.session.line(plain);
  }

  #loggedIn(): void {
    this.#proven = true;
    this.#told.loggedIn(this.link.paranoid);
    if (!this.link.paranoid) this.link.send([this.#startRecord()]);
    this.#services.session.loggedIn();
  }

  #down(): void {
    this.#proven = false;
    this.#services.session.down();
  }

  /** Program, how often it was cut off and why it started, and the modem's state. */
  #startRecord(): string {
    const { vehicle, options: { hal } } = this.#services;
    const { count, reason } = this.#crashes;
    const type = vehicle ? `${vehicle.type}${VERSION}` : "";
    return `MP-0 H${
      [
        "*-OVM-DebugCrash",
        0,
        START_LIFETIME,
        `${VERSION}/${type}/${HARDWARE}`,
        count,
        reason,
        hal.gsm?.state.number ?? 0,
      ].join(",")
    }`;
  }

  /** Several changes at once make one new connection, after the command that made them is answered. */
  #restart(): void {
    const { session, options: { hal: { clock } } } = this.#services;
    this.#gathering ??= once(clock, GATHER, () => {
      this.#gathering = undefined;
      atMost(clock, ANSWERED_WITHIN, session.idle).then(() =>
        this.link.restart("the settings have changed")
      );
    });
  }
}

/** The settings, or undefined while one that is needed is empty. */
function settingsOf(params: Params): ServerSettings | undefined {
  const server = params.get(PARAM.server);
  const vehicle = params.get(PARAM.vehicleId);
  const password = params.get(PARAM.serverPassword);
  if (server === "" || vehicle === "" || password === "") return undefined;
  return {
    server,
    vehicle,
    password,
    modulePassword: params.get(PARAM.password),
    paranoid: params.get(PARAM.paranoid).startsWith("P"),
  };
}
