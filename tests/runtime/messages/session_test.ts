import assert from "node:assert/strict";
import { settled, SimClock } from "../../../hal/sim/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import {
  MessageSession,
  type SessionOptions,
} from "../../../runtime/messages/session.ts";
import { MetricStore } from "../../../runtime/metrics/metrics.ts";

const FULL_SECOND = Date.UTC(2026, 5, 1);

/** A session with a server that takes everything; `using` closes its store. */
function talk(options: Partial<SessionOptions> = {}) {
  const clock = new SimClock(FULL_SECOND), metrics = new MetricStore();
  const store = openStore({ path: ":memory:", clock });
  const sent: string[] = [], log: string[] = [];
  const transport = {
    connected: true,
    confirms: false,
    full: false,
    send(lines: readonly string[]): boolean {
      if (!this.connected || this.full) return false;
      sent.push(...lines);
      return true;
    },
  };
  const session = new MessageSession({
    view: () => ({
      get: (name) => metrics.look(name),
      units: "K",
      version: "1",
      vehicleType: "XX",
      hardware: "OVMS Edge",
      signal: 9,
      operator: "TEST",
      canWrite: 0,
      overrides: {},
    }),
    store,
    clock,
    isLate: () => false,
    command: (text) => Promise.resolve([`c${text},0`]),
    capabilities: () => "VC1",
    groups: () => ["", ""],
    streams: () => false,
    log: (level, event) => void log.push(`${level} ${event}`),
    ...options,
  });
  session.attach(transport);
  let now = 0;
  return {
    session,
    transport,
    store,
    clock,
    sent,
    log,
    set: (
      name: "v.b.soc" | "v.p.speed" | "v.p.direction" | "v.e.on" | "v.c.state",
      value: number | boolean | string,
    ) => metrics.setter(metrics.claim(name, "test"))(value),
    /** Letters of the messages since the last call. */
    letters: () => sent.splice(0).map((line) => line.charAt(5)).join(""),
    seconds(n: number) {
      for (let k = 0; k < n; k++) {
        clock.second();
        metrics.sweep(++now);
        session.second();
      }
    },
    [Symbol.dispose]: () => store.close(),
  };
}

const record = (number: number) => ({
  type: "X-Log",
  number,
  lifetime: 60,
  keep: 60,
  data: `a,${number}`,
});

Deno.test("ten seconds after a login everything is told once", () => {
  using car = talk();
  car.set("v.b.soc", 50);
  car.session.loggedIn();
  car.seconds(9);
  assert.equal(car.letters(), "");
  car.seconds(1);
  assert.equal(car.letters(), "SLWDVF");
});

Deno.test("without a SOC there is no state message", () => {
  using car = talk();
  car.session.loggedIn();
  car.seconds(10);
  assert.equal(car.letters(), "LWDVF");
});

Deno.test("the interval is an hour parked, ten minutes in use, a minute while an app looks on", () => {
  const cases: readonly (readonly [
    (car: ReturnType<typeof talk>) => void,
    number,
  ])[] = [
    [() => {}, 3600],
    [(car) => car.set("v.e.on", true), 600],
    [(car) => car.set("v.c.state", "charging"), 600],
    [(car) => car.set("v.c.state", "topoff"), 600],
    [(car) => car.set("v.c.state", "done"), 3600],
    [(car) => car.session.apps = 1, 60],
  ];
  for (const [prepare, interval] of cases) {
    using car = talk();
    car.set("v.b.soc", 50);
    car.session.loggedIn();
    car.seconds(10);
    prepare(car);
    car.letters();
    car.set("v.b.soc", 60);
    car.seconds(interval - 1);
    assert.equal(car.letters(), "");
    car.seconds(1);
    assert.match(car.letters(), /^S/);
  }
});

Deno.test("what did not change is not said again on the same connection", () => {
  using car = talk();
  car.set("v.b.soc", 50);
  car.session.loggedIn();
  car.seconds(10);
  car.letters();
  car.seconds(3600);
  assert.equal(car.letters(), "");
  car.set("v.p.direction", 90);
  car.seconds(3600);
  assert.equal(car.letters(), "L");
});

Deno.test("a server that logs in anew is told everything", () => {
  using car = talk();
  car.set("v.b.soc", 50);
  for (let n = 0; n < 2; n++) {
    car.session.loggedIn();
    car.seconds(10);
    assert.equal(car.letters(), "SLWDVF");
    car.session.down();
  }
});

Deno.test("what the connection could not take counts as not said", () => {
  using car = talk();
  car.set("v.b.soc", 50);
  car.session.up();
  car.transport.full = true;
  car.session.changed("state");
  car.transport.full = false;
  car.session.changed("state");
  car.session.changed("state");
  assert.equal(car.letters(), "S");
});

Deno.test("an app that begins to look on gets the burst, whatever was said before", () => {
  using car = talk();
  car.set("v.b.soc", 50);
  car.session.up();
  for (let n = 0; n < 2; n++) {
    car.session.line("MP-0 Z1");
    assert.equal(car.letters(), "SLWFD");
  }
  assert.equal(car.session.apps, 1);
  car.session.line("MP-0 Z0");
  assert.deepEqual([car.letters(), car.session.apps], ["", 0]);
  for (const odd of ["Z", "Zx", "Z-"]) car.session.line(`MP-0 ${odd}`);
  assert.deepEqual([car.letters(), car.session.apps], ["", 0]);
});

Deno.test("apps are gone with the connection", () => {
  using car = talk();
  car.session.line("MP-0 Z3");
  car.session.down();
  assert.equal(car.session.apps, 0);
});

Deno.test("the environment is only told while an app looks on, the state always", () => {
  using car = talk();
  car.set("v.b.soc", 50);
  car.session.changed("environment");
  assert.equal(car.letters(), "");
  car.session.changed("state");
  assert.equal(car.letters(), "S");
  car.session.apps = 1;
  car.session.changed("environment");
  assert.equal(car.letters(), "D");
  car.session.now("S");
  car.session.now("D");
  assert.equal(car.letters(), "SD");
});

Deno.test("positions stream every other second while the car moves and an app looks on", () => {
  using car = talk({ streams: () => true });
  car.set("v.b.soc", 50);
  car.session.up();
  const drive = (seconds: number) => {
    for (let n = 1; n <= seconds; n++) {
      car.set("v.p.direction", n * 10);
      car.seconds(1);
      car.session.stream();
    }
    return car.letters();
  };
  assert.equal(drive(6), "");
  car.session.apps = 1;
  assert.equal(drive(6), "");
  car.set("v.p.speed", 20);
  assert.equal(drive(6), "LLL");
  // Nobody tells the speed any more: the car may stand.
  drive(6);
  assert.equal(drive(6), "");
});

Deno.test("groups are told the position when they have a name", () => {
  using car = talk({ groups: () => ["TEAM", ""] });
  car.set("v.b.soc", 50);
  car.session.loggedIn();
  car.seconds(10);
  assert.match(car.sent[0] ?? "", /^MP-0 gTEAM,50,/);
  assert.equal(car.letters(), "gSLWDVF");
});

Deno.test("nothing is sent or taken without a connection", () => {
  using car = talk();
  car.set("v.b.soc", 50);
  car.transport.connected = false;
  car.seconds(7200);
  car.session.changed("state");
  car.session.now("D");
  assert.equal(car.session.push("Ahello"), false);
  car.store.record(record(1), true);
  car.session.flush();
  assert.deepEqual([car.sent, car.store.unsent(9).length], [[], 1]);
});

Deno.test("a text is pushed, a ping of the server answered, anything odd ignored", () => {
  using car = talk();
  assert.equal(car.session.push("Ahello"), true);
  car.session.line("MP-0 A");
  const odd = [
    "",
    "MP-0",
    "MP-0 ",
    "MP-0 ?",
    "MP-S 0",
    "mp-0 A",
    "MP-0 h",
    "MP-0 hx",
    "MP-0 h-1",
  ];
  for (const line of odd) car.session.line(line);
  assert.deepEqual([car.sent, car.log], [["MP-0 PAhello", "MP-0 a"], []]);
});

Deno.test("commands are answered one after the other, in the order in which they came", async () => {
  const gates: (() => void)[] = [], begun: string[] = [];
  using car = talk({
    command: async (text) => {
      begun.push(text);
      await new Promise<void>((resolve) => gates.push(resolve));
      return [`c${text},0`];
    },
  });
  car.session.up();
  car.session.line("MP-0 C6");
  car.session.line("MP-0 C204,55,80");
  await settled();
  assert.deepEqual(begun, ["6"]);
  gates.shift()?.();
  await settled();
  gates.shift()?.();
  await car.session.idle;
  assert.deepEqual(car.sent, ["MP-0 c6,0", "MP-0 c204,55,80,0"]);
});

Deno.test("a server that sends more commands than are done is not read further, and gets fifty a second", async () => {
  using car = talk();
  car.session.up();
  const full: number[] = [];
  for (let n = 1; n <= 200; n++) {
    const wait = car.session.line(`MP-0 C${n}`);
    if (!wait) continue;
    full.push(n);
    await Promise.race([wait, settled()]);
    if (car.sent.length < n) break;
  }
  assert.deepEqual(full.slice(0, 2), [16, 32]);
  assert.equal(car.sent.length, 50);
  car.seconds(1);
  await car.session.idle;
  assert.equal(car.sent.at(-1), `MP-0 c${full.at(-1)},0`);
  for (let n = 1; n <= 60; n++) void car.session.line(`MP-0 C${n}`);
  await settled();
  const before = car.sent.length;
  car.session.down();
  await car.session.idle;
  assert.equal(car.sent.length, before, "what waits is nobody's any more");
});

Deno.test("a server that talks without end is read five hundred lines a second, ten of them about apps", async () => {
  for (
    const [line, count] of [["A", 500], ["h5", 500], ["?", 500], [
      "Z1",
      10,
    ]] as const
  ) {
    using car = talk();
    car.session.loggedIn();
    let holds: Promise<void> | void = undefined, lines = 0;
    while (!holds) {
      holds = car.session.line(`MP-0 ${line}`);
      lines++;
    }
    assert.equal(lines, count, line);
    let reads = false;
    holds.then(() => reads = true);
    await settled();
    assert.equal(reads, false);
    car.seconds(1);
    await settled();
    assert.equal(reads, true);
    assert.equal(car.session.line(`MP-0 ${line}`), undefined);
  }
});

Deno.test("a reply that comes late does not go to the next connection", async () => {
  const gates: (() => void)[] = [];
  using car = talk({
    command: async (text) => {
      await new Promise<void>((resolve) => gates.push(resolve));
      return [`c${text},0`];
    },
  });
  car.session.up();
  car.session.line("MP-0 C6");
  await settled();
  car.session.down();
  car.session.up();
  car.session.line("MP-0 C7");
  gates.shift()?.();
  await settled();
  gates.shift()?.();
  await car.session.idle;
  assert.deepEqual(car.sent, ["MP-0 c7,0"]);
});

Deno.test("a reply that finds no room is sent when there is, before later ones", async () => {
  using car = talk();
  car.session.up();
  car.transport.full = true;
  car.session.line("MP-0 C6");
  car.session.line("MP-0 C7");
  await settled();
  car.seconds(1);
  await settled();
  car.transport.full = false;
  car.seconds(1);
  await car.session.idle;
  assert.deepEqual(car.sent, ["MP-0 c6,0", "MP-0 c7,0"]);
});

Deno.test("a command that breaks is answered all the same", async () => {
  using car = talk({ command: () => Promise.reject(new Error("broken")) });
  car.session.up();
  car.session.line("MP-0 C6,a");
  await car.session.idle;
  assert.deepEqual(car.sent, ["MP-0 c6,1,Command failed"]);
  assert.deepEqual(car.log, ["error command failed"]);
});

Deno.test("records wait for a connection and leave in their order", () => {
  using car = talk();
  car.transport.connected = false;
  for (let n = 0; n < 120; n++) car.store.record(record(n), true);
  car.transport.connected = true;
  car.session.loggedIn();
  assert.deepEqual(
    car.sent,
    Array.from({ length: 120 }, (_, n) => `MP-0 HX-Log,${n},60,a,${n}`),
  );
  assert.equal(car.store.unsent(9).length, 0);
});

Deno.test("records that the connection did not take are kept", () => {
  using car = talk();
  car.store.record(record(1), true);
  car.transport.full = true;
  car.session.flush();
  assert.equal(car.store.unsent(9).length, 1);
  car.transport.full = false;
  car.session.up();
  assert.deepEqual(car.sent, ["MP-0 HX-Log,1,60,a,1"]);
});

Deno.test("a server that confirms gets fifty at a time, with their age, and again what it did not confirm", () => {
  using car = talk();
  car.transport.confirms = true;
  for (let n = 0; n < 60; n++) car.store.record(record(n), true);
  car.seconds(7);
  car.session.loggedIn();
  assert.equal(car.sent.length, 50);
  assert.equal(car.sent[0], "MP-0 h1,-7,X-Log,0,60,a,0");
  for (let id = 1; id <= 50; id++) car.session.line(`MP-0 h${id}`);
  assert.deepEqual(
    car.sent.splice(0).slice(50).map((line) => line.split(",")[0]),
    Array.from({ length: 10 }, (_, k) => `MP-0 h${51 + k}`),
  );
  car.session.line("MP-0 h51");
  car.session.line("MP-0 h51");
  car.session.line("MP-0 h999");
  car.session.down();
  assert.equal(car.store.unsent(99).length, 9);
  car.seconds(5);
  car.session.up();
  assert.deepEqual(
    car.sent.map((line) => line.split(",").slice(0, 2).join()),
    Array.from({ length: 9 }, (_, k) => `MP-0 h${52 + k},-12`),
  );
});
