/** With feature 15 off, no verb, code, link or fault puts a frame on the bus, whatever it is told. */
import assert from "node:assert/strict";
import { SimulatedCar, worldOf } from "../app/car/simulated_car.ts";
import { SimClock, simHal } from "../hal/sim/mod.ts";
import { common, vehicles } from "../plugins/mod.ts";
import { SimTwizy, simulateTwizy } from "../plugins/twizy/sim/mod.ts";
import { definePlugin, type Plugin } from "../runtime/mod.ts";
import { httpLink } from "../runtime/links/http/mod.ts";
import { Runtime } from "../runtime/runtime.ts";

const OWNER = "+491701234567";
/** Words that make a command do something where it can. */
const ARGUMENTS = [
  "",
  "1",
  "50",
  "SPEED 90",
  "READ 2920 05",
  "WRITE 2920 05 1",
];

/** Tries to send by every handle that a plugin can have, at every occasion. */
function writer(tried: { count: number }): Plugin {
  const send = (send: () => Promise<unknown>) => {
    tried.count++;
    send().catch(() => {});
  };
  return definePlugin({
    id: "writer",
    needs: ["can.tx", "can.sdo"],
    reads: { on: "v.e.on" },
    start: ({ hal }) => send(() => hal.can.tx.send(0x601, new Uint8Array(8))),
    every: {
      second: ({ hal }) => {
        send(() => hal.can.tx.send(0x601, new Uint8Array(8)));
        send(() => hal.can.sdo.node(1).write(0x2920, 5, 8000));
      },
    },
    on: {
      on: (_, { hal }) => send(() => hal.can.sdo.node(2).read(0x1000, 0)),
    },
  });
}

Deno.test("with feature 15 off nothing can put a frame on the bus", async () => {
  const clock = new SimClock(), hal = simHal(clock), tried = { count: 0 };
  hal.store.put("params", { 0: OWNER, 3: "SMSIP", 4: "server.test", 14: "RT" });
  const seen: number[] = [];
  hal.bus.attach({ receive: (id) => seen.push(id) });
  const runtime = new Runtime({
    hal,
    common,
    vehicles,
    extra: [writer(tried)],
    log: () => {},
  });
  runtime.attachServer({ connected: true, confirms: false, send: () => true });
  runtime.start();
  const twizy = new SimTwizy(),
    stop = new SimulatedCar(hal, simulateTwizy(worldOf(hal), twizy)).start(100);
  twizy.key(true);
  await clock.run(5000);

  const verbs = [...runtime.registry.verbs.keys()]
    .filter((verb) => verb !== "FEATURE" && verb !== "PARAMS" && verb !== "AP");
  for (const verb of verbs) {
    for (const words of ARGUMENTS) {
      void hal.gsm.incoming(OWNER, `${verb} ${words}`);
      await clock.run(200);
    }
  }
  for (
    const code of [...runtime.registry.codes.keys()].filter((c) =>
      c !== "2" && c !== "4"
    )
  ) {
    runtime.session.line(`MP-0 C${code},CFG SPEED 90`);
    await clock.run(200);
  }
  const http = httpLink({ hostname: "127.0.0.1" }).start(runtime);
  for (const text of ["CFG SPEED 90", "CFG RESET", "CFG OP"]) {
    const request = new Request("http://127.0.0.1:8080/api/v1/commands", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        host: "127.0.0.1:8080",
      },
      body: JSON.stringify({ text }),
    });
    const answered = http.fetch(request, {
      remoteAddr: { hostname: "127.0.0.1" },
    });
    await clock.run(200);
    assert.equal((await answered).status, 200);
  }
  for (const line of ["press D", "press D", "press D"]) twizy.command(line);
  hal.bus.faults.dropEvery = 2;
  await clock.run(5000);

  assert.ok(tried.count > 100, "the writing plugin was at work");
  assert.deepEqual(seen, []);
  assert.equal(hal.bus.counters.sent, 0);

  runtime.features.set(15, "1", "test");
  await clock.run(2000);
  assert.ok(hal.bus.counters.sent > 0, "the gate is what held them");
  await http.close();
  stop();
  runtime.stop();
  hal.store.close();
});
