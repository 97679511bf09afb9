import { deepEqual, equal, match } from "node:assert/strict";
import { systemNetwork } from "../../../../hal/net.ts";
import { SimClock } from "../../../../hal/sim/clock.ts";
import {
  listen,
  OvmsClient,
  OvmsServer,
  startDemoServer,
} from "../../../../testing/ovms_server/mod.ts";
import { OvmsLink } from "../../../../runtime/links/ovms/mod.ts";
import { SETTINGS } from "./bench.ts";

const LOGIN = {
  kind: "B",
  vehicle: SETTINGS.vehicle,
  password: SETTINGS.password,
} as const;

/** A link over real sockets; time is advanced by hand, what happens is awaited. */
class Car {
  readonly clock = new SimClock();
  readonly link: OvmsLink;
  /** Called with everything that the session would be told. */
  #told: (text: string) => void = () => {};
  #before: string[] = [];

  constructor(port: number, tls = false) {
    this.link = new OvmsLink({
      clock: this.clock,
      network: systemNetwork,
      tls,
      settings: () => ({ ...SETTINGS, server: `127.0.0.1:${port}` }),
      log: (text) => this.#tell(`log: ${text}`),
    });
    this.link.open({
      up: () => this.#tell("up"),
      down: (reason) => this.#tell(`down: ${reason}`),
      line: (plain) => this.#tell(plain),
      refused: () => this.#tell("refused"),
    });
  }

  /** The next thing that was told and fits. */
  next(pattern: RegExp): Promise<string> {
    const at = this.#before.findIndex((text) => pattern.test(text));
    if (at >= 0) {
      return Promise.resolve(this.#before.splice(0, at + 1)[at] ?? "");
    }
    return new Promise((resolve) => {
      this.#told = (text) => {
        if (!pattern.test(text)) return;
        this.#before = [];
        this.#told = () => {};
        resolve(text);
      };
    });
  }

  #tell(text: string): void {
    this.#before.push(text);
    this.#told(text);
  }
}

async function client(port: number): Promise<OvmsClient> {
  const socket = await systemNetwork.connect("127.0.0.1", port, false);
  return await OvmsClient.login(socket, LOGIN);
}

Deno.test("over TCP: login, command, reply, end", async () => {
  const logged: string[] = [];
  const demo = startDemoServer({
    port: 0,
    vehicle: SETTINGS.vehicle,
    password: SETTINGS.password,
    log: (text) => logged.push(text),
  });
  const car = new Car(demo.port);
  await car.next(/Z0/);
  const batch = await client(demo.port);
  batch.send("C4,9,secret");
  equal(await car.next(/C/), "MP-0 C4,9,secret");
  car.link.send(["MP-0 c4,0", "MP-0 L52.042460,-3.944089,0,0,0,-1"]);
  equal(await batch.next(/^c/), "c4,0");
  await batch.next(/^L/);
  await car.link.close();
  equal(await batch.next(/^Z/), "Z0");
  batch.close();
  await batch.ended;
  await demo.stop();
  deepEqual(logged, [
    `listening on 127.0.0.1:${demo.port} for vehicle TWIZY42`,
    "TWIZY42: car connected",
    "TWIZY42: batch client connected",
    "TWIZY42: batch client sent C4",
    "TWIZY42: car sent c4",
    "TWIZY42: car sent L",
    "TWIZY42: car disconnected",
    "TWIZY42: batch client disconnected",
  ]);
});

Deno.test("over TCP: the server is killed and comes back with what it kept", async () => {
  const server = new OvmsServer({
    clock: new SimClock(),
    vehicles: { [LOGIN.vehicle]: LOGIN.password },
  });
  const first = listen(server, 0);
  const car = new Car(first.port);
  await car.next(/Z0/);
  car.link.send(["MP-0 h1,0,RT-TEST,1,86400,a"]);
  equal(await car.next(/h/), "MP-0 h1");
  await first.stop();
  await car.next(/^down/);
  car.clock.advance(2_000);
  await car.next(/^log: .*refused/i);
  const second = listen(server, first.port);
  car.clock.advance(4_000);
  await car.next(/Z0/);
  car.link.send(["MP-0 h2,0,RT-TEST,2,86400,b"]);
  equal(await car.next(/h/), "MP-0 h2");
  deepEqual(
    server.find(LOGIN.vehicle)?.history.map(({ data }) => data),
    ["a", "b"],
  );
  await car.link.close();
  server.stop();
  await second.stop();
});

Deno.test("TLS to a server that does not speak it is a failed connection, not a refused login", async () => {
  const server = new OvmsServer({ clock: new SimClock(), vehicles: {} });
  const listening = listen(server, 0);
  const car = new Car(listening.port, true);
  match(await car.next(/^log/), /no connection to the server/);
  equal(car.link.counters.refusals, 0);
  await car.link.close();
  server.stop();
  await listening.stop();
});
