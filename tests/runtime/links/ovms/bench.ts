import { SimClock } from "../../../../hal/sim/clock.ts";
import { SimNetwork, socketPair } from "../../../../hal/sim/network.ts";
import { OvmsClient, OvmsServer } from "../../../../testing/ovms_server/mod.ts";
import {
  OvmsLink,
  type ServerSettings,
  type TlsUse,
} from "../../../../runtime/links/ovms/mod.ts";

/** Settings that fit the bench's server. */
export const SETTINGS: ServerSettings = {
  server: "server.example.org",
  vehicle: "TWIZY42",
  password: "NETPASS",
  modulePassword: "geheim",
  paranoid: false,
};

const NOON = Date.UTC(2026, 0, 1, 12);

/** A link and a server inside the program, on a clock that is advanced by hand. */
export class Bench {
  readonly clock = new SimClock(NOON);
  readonly server = new OvmsServer({
    clock: this.clock,
    vehicles: { [SETTINGS.vehicle]: SETTINGS.password },
  });
  readonly network = new SimNetwork((socket) => this.server.accept(socket));
  /** What the session above was told: `up`, `down: reason`, `refused` and plain lines. */
  readonly told: string[] = [];
  /** What was told for the track view, with the second since noon. */
  readonly events: string[] = [];
  readonly logged: string[] = [];
  settings: ServerSettings | undefined;
  /** What the link has to wait for before the next line. */
  hold: Promise<void> | undefined;
  readonly link: OvmsLink;

  constructor(settings: Partial<ServerSettings> = {}, tls: TlsUse = false) {
    this.settings = { ...SETTINGS, ...settings };
    this.link = new OvmsLink({
      clock: this.clock,
      network: this.network,
      settings: () => this.settings,
      tls,
      log: (text) => this.logged.push(text),
      event: ({ kind, at }) =>
        this.events.push(`${kind} ${Math.floor((at.ms - NOON) / 1000)}`),
      random: (count) =>
        count > 2
          ? crypto.getRandomValues(new Uint8Array(count))
          : new Uint8Array(count),
    });
  }

  /** Opens the link and lets promises settle. */
  async open(): Promise<this> {
    this.link.open({
      up: () => this.told.push("up"),
      down: (reason) => this.told.push(`down: ${reason}`),
      line: (plain) => {
        this.told.push(plain);
        return this.hold;
      },
      refused: () => this.told.push("refused"),
    });
    await this.clock.run(0);
    return this;
  }

  /** What was told since the last call. */
  news(): string[] {
    return this.told.splice(0);
  }

  /** Lets an app (A) or a batch client (B) log in. */
  async client(kind: "A" | "B" = "B"): Promise<OvmsClient> {
    const [here, there] = socketPair();
    this.server.accept(there);
    const client = await OvmsClient.login(here, { kind, ...SETTINGS });
    await client.next(/^T/);
    return client;
  }

  async stop(): Promise<void> {
    await this.link.close();
    this.server.stop();
    await this.clock.run(0);
  }
}
