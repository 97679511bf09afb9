import type { Clock, Network, Store } from "../../../../hal/mod.ts";
import { type SimHal, simHal } from "../../../../hal/sim/mod.ts";
import { SimClock } from "../../../../hal/sim/clock.ts";
import { SimNetwork, socketPair } from "../../../../hal/sim/network.ts";
import { OvmsClient, OvmsServer } from "../../../../testing/ovms_server/mod.ts";
import { common, vehicles } from "../../../../plugins/mod.ts";
import {
  type OvmsAttachment,
  ovmsLink,
  type TlsUse,
} from "../../../../runtime/links/ovms/mod.ts";
import type { Plugin } from "../../../../runtime/contract/plugin.ts";
import { Runtime } from "../../../../runtime/runtime.ts";

/** Whose car it is, and how it logs in. */
export const VEHICLE = "TWIZY42", PASSWORD = "NETPASS";
export const OWNER = "+491701234567";

/** Parameters of a gateway that knows its owner and its server. */
export const PARAMS = {
  0: OWNER,
  1: "geheim",
  3: "SMSIP",
  4: "server.example.org",
  8: VEHICLE,
  9: PASSWORD,
  14: "RT",
};

/** What a gateway is tried with. */
export interface GatewayOptions<C extends Clock> {
  readonly clock: C;
  readonly network: Network;
  readonly params?: Readonly<Record<number, string>>;
  /** An open store, which stays open; default: a new one in memory. */
  readonly store?: Store;
  readonly extra?: readonly Plugin[];
  readonly allowAt?: boolean;
  /** As the setting; default true, as most tests are about other things. */
  readonly plainControl?: boolean;
  readonly tls?: TlsUse;
}

/** The whole program as it runs in the car, but for its devices, connected to a server. */
export class Gateway<C extends Clock = SimClock> {
  readonly hal: SimHal<C>;
  readonly runtime: Runtime;
  readonly server: OvmsAttachment;
  /** Events of the log. */
  readonly log: string[] = [];
  readonly #keepsStore: boolean;

  constructor(options: GatewayOptions<C>) {
    const { clock, network, params, store, extra = [], allowAt } = options;
    this.#keepsStore = store !== undefined;
    this.hal = simHal(clock, store);
    if (this.hal.store.entries("params").size === 0) {
      this.hal.store.put("params", { ...PARAMS, ...params });
    }
    this.runtime = new Runtime({
      hal: this.hal,
      common,
      vehicles,
      extra,
      fresh: false,
      allowAt: allowAt ?? false,
      log: (level, event, details) =>
        this.log.push(`${level} ${event} ${JSON.stringify(details ?? {})}`),
    });
    this.runtime.settings.put(
      "ovms.plain-control",
      options.plainControl ?? true,
      "test",
    );
    this.runtime.start();
    this.server = ovmsLink({
      network,
      tls: options.tls ?? false,
    }).start(this.runtime);
  }

  /** Writes a history record that waits for the server. */
  record(type: string, number: number, data: string): void {
    const record = { type, number, lifetime: 86_400, keep: 86_400, data };
    this.hal.store.record(record, true);
    this.runtime.session.flush();
  }

  /** Ends as the program does. */
  async stop(): Promise<void> {
    await this.server.close();
    this.runtime.stop();
    if (!this.#keepsStore) this.hal.store.close();
  }
}

/** A gateway and a server inside the program, on a clock that is advanced by hand. */
export class World {
  readonly clock: SimClock;
  readonly server: OvmsServer;
  readonly network: SimNetwork;
  readonly gateway: Gateway;

  constructor(
    options: Partial<GatewayOptions<SimClock>> = {},
    password = PASSWORD,
  ) {
    const clock = this.clock = options.clock ?? new SimClock();
    this.server = new OvmsServer({ clock, vehicles: { [VEHICLE]: password } });
    this.network = new SimNetwork((socket) => this.server.accept(socket));
    this.gateway = new Gateway({ network: this.network, ...options, clock });
  }

  /** Opens a world and lets the login settle. */
  static async open(
    options: Partial<GatewayOptions<SimClock>> = {},
    password = PASSWORD,
  ): Promise<World> {
    const world = new World(options, password);
    await world.clock.run(0);
    return world;
  }

  /** Lets an app (A) or a batch client (B) log in. */
  async client(kind: "A" | "B" = "B"): Promise<OvmsClient> {
    const [here, there] = socketPair();
    this.server.accept(there);
    const login = { kind, vehicle: VEHICLE, password: PASSWORD };
    const client = await OvmsClient.login(here, login);
    await client.next(/^T/);
    return client;
  }

  /** What the server keeps of a type, as `number@second: data`. */
  history(type: string): readonly string[] {
    const rows = this.server.find(VEHICLE)?.history ?? [];
    return rows.filter((row) => row.type === type)
      .map(({ number, at, data }) => `${number}@${at / 1000}: ${data}`);
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    this.server.stop();
    await this.clock.run(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
