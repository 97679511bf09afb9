import { deepEqual, equal, match, ok } from "node:assert/strict";
import { systemNetwork } from "../../../../hal/net.ts";
import { SimClock } from "../../../../hal/sim/clock.ts";
import {
  listen,
  type Listening,
  OvmsClient,
  OvmsServer,
} from "../../../../testing/ovms_server/mod.ts";
import { Gateway, PASSWORD, VEHICLE } from "./gateway.ts";
import { freePort, listenAgain } from "../../../ports.ts";

const SECOND = 1000;
/** What arises while nobody listens must be at the server so long after it is back. */
const BACK_WITHIN = 60 * SECOND;

/** A gateway and a server that talk over real sockets; both live by a clock that is advanced by hand. */
class Loopback {
  readonly clock = new SimClock();
  readonly server = new OvmsServer({
    clock: this.clock,
    vehicles: { [VEHICLE]: PASSWORD },
  });
  readonly port = freePort();
  #listening: Listening = listen(this.server, this.port);
  readonly gateway = new Gateway({
    clock: this.clock,
    network: systemNetwork,
    params: { 4: `127.0.0.1:${this.port}` },
  });

  /** Lets simulated time pass until something is true; gives how much, ms. */
  async until(condition: () => boolean, limit: number): Promise<number> {
    const start = this.clock.monotonic();
    const passed = () => this.clock.monotonic() - start;
    while (!condition()) {
      if (passed() > limit) throw new Error(`not true within ${limit} ms`);
      // Real sockets need real time.
      await new Promise((resolve) => setTimeout(resolve, 2));
      await this.clock.run(100);
    }
    return passed();
  }

  online(): Promise<number> {
    return this.until(() => this.gateway.server.connected, BACK_WITHIN);
  }

  kill(): Promise<void> {
    return this.#listening.stop();
  }

  async revive(): Promise<void> {
    this.#listening = await listenAgain(() => listen(this.server, this.port));
  }

  async client(): Promise<OvmsClient> {
    const socket = await systemNetwork.connect("127.0.0.1", this.port, false);
    const login = { kind: "B", vehicle: VEHICLE, password: PASSWORD } as const;
    const client = await OvmsClient.login(socket, login);
    await client.next(/^T/);
    return client;
  }

  history(type: string): readonly string[] {
    const rows = this.server.find(VEHICLE)?.history ?? [];
    return rows.filter((row) => row.type === type).map(({ data }) => data);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.gateway.stop();
    await this.clock.run(3 * SECOND);
    await closed;
    this.server.stop();
    await this.#listening.stop();
  }
}

/** A command by a client, with time passing until its reply. */
async function ask(
  loopback: Loopback,
  client: OvmsClient,
  command: string,
): Promise<string> {
  let reply: string | undefined;
  client.send(command);
  const code = /^C\d+/.exec(command)?.[0].toLowerCase();
  client.next(new RegExp(`^${code},`)).then((text) => reply = text);
  await loopback.until(() => reply !== undefined, BACK_WITHIN);
  return reply ?? "";
}

Deno.test("loopback: what genuine clients ask: 31, 32 RT-GPS-Log, 204, 207", async () => {
  await using loopback = new Loopback();
  await loopback.online();
  const { bus } = loopback.gateway.hal;
  bus.inject(0x155, Uint8Array.of(7, 0x97, 0xd0, 0x54, 0x95, 0x10, 0, 0x58));
  bus.inject(0x599, Uint8Array.of(0, 0, 0x6b, 0x45, 60, 60, 0, 0));
  await loopback.until(
    () => loopback.history("RT-GPS-Log").length > 0,
    70 * SECOND,
  );
  const client = await loopback.client();
  match(
    await ask(loopback, client, "C31"),
    /^c31,0,1,\d+,\*-OVM-DebugCrash,1,1,/,
  );
  match(
    await ask(loopback, client, "C32,RT-GPS-Log"),
    /^c32,0,1,1,RT-GPS-Log,/,
  );
  match(
    await ask(loopback, client, "C204,55,80"),
    /^c204,0,55,80,\d+,\d+,\d+$/,
  );
  client.send("C207,E");
  const [text, reply] = [await client.next(/^PA/), await client.next(/^c/)];
  equal(text, "PAPower -0 +0 Wh");
  equal(reply, "c207,0");
  client.close();
  await client.ended;
});

Deno.test("loopback: the server is killed and comes back: connected within 60 s, with every record once", async () => {
  await using loopback = new Loopback();
  const { gateway, clock } = loopback;
  await loopback.online();
  const expected: string[] = [];
  for (const outage of [5, 60, 200]) {
    await loopback.kill();
    await loopback.until(() => !gateway.server.connected, BACK_WITHIN);
    for (let second = 0; second < outage; second += 5) {
      const data = `${outage} ${second}`;
      gateway.record("RT-TEST", 1, data);
      expected.push(data);
      await clock.run(5 * SECOND);
    }
    await loopback.revive();
    const back = await loopback.online();
    ok(back < BACK_WITHIN);
    await loopback.until(
      () => gateway.hal.store.unsent(1).length === 0,
      30 * SECOND,
    );
    deepEqual(loopback.history("RT-TEST"), expected);
  }
});

Deno.test("loopback: killed in the middle of records and commands, nothing is lost, doubled or shifted", async () => {
  await using loopback = new Loopback();
  const { gateway } = loopback;
  await loopback.online();
  for (let i = 0; i < 300; i++) gateway.record("RT-TEST", i, `${i}`);
  const client = await loopback.client();
  client.send("C3");
  await loopback.until(
    () => loopback.history("RT-TEST").length > 20,
    BACK_WITHIN,
  );
  await loopback.kill();
  await client.ended;
  await loopback.until(() => !gateway.server.connected, BACK_WITHIN);
  await loopback.revive();
  await loopback.online();
  const next = await loopback.client();
  equal(await ask(loopback, next, "C201"), "c201,0,0");
  await loopback.until(
    () => gateway.hal.store.unsent(1).length === 0,
    30 * SECOND,
  );
  deepEqual(
    loopback.history("RT-TEST").map(Number).sort((a, b) => a - b),
    Array.from({ length: 300 }, (_, i) => i),
  );
  next.close();
  await next.ended;
});
