import { equal } from "node:assert/strict";
import type { Socket } from "../../../../hal/mod.ts";
import { socketPair } from "../../../../hal/sim/network.ts";
import { World } from "./gateway.ts";

const SECOND = 1000, MINUTE = 60 * SECOND;

/** Somebody on the way, who holds back what the server says and passes on what the car says. */
class Between {
  /** What the server says comes so much later, ms. */
  delay = 0;
  readonly #world: World;
  readonly #held: { readonly at: number; readonly pass: () => void }[] = [];

  constructor(world: World) {
    this.#world = world;
    world.network.accept = (car) => {
      const [here, there] = socketPair();
      world.server.accept(there);
      car.readable.pipeTo(here.writable).catch(() => {});
      this.#hold(here, car);
    };
    world.clock.every(SECOND, () => this.#second());
  }

  async #hold(from: Socket, to: Socket): Promise<void> {
    const { clock } = this.#world, writer = to.writable.getWriter();
    for await (const bytes of from.readable) {
      const pass = () => void writer.write(bytes).catch(() => {});
      this.#held.push({ at: clock.monotonic() + this.delay, pass });
    }
  }

  #second(): void {
    const now = this.#world.clock.monotonic();
    while ((this.#held[0]?.at ?? Infinity) <= now) this.#held.shift()?.pass();
  }
}

Deno.test("what somebody on the way holds back for longer and longer is not executed, however many lines come meanwhile", async () => {
  await using world = await World.open();
  const { clock, gateway: { runtime, server: { link } } } = world;
  const between = new Between(world);
  world.server.disconnect();
  await clock.run(10 * SECOND);
  const client = await world.client(), { logins } = link.counters;
  const limit = () => runtime.features.get(10);
  // As long as nobody holds anything back, a server that talks all the time is one like any other.
  for (let minute = 0; minute < 30; minute++) {
    client.send("C201");
    await clock.run(MINUTE);
  }
  client.send("C2,10,41");
  await clock.run(2 * SECOND);
  equal(limit(), 41);
  for (let step = 0; step < 270; step++) {
    if (step < 180) between.delay += 10 * SECOND;
    if (step === 120) client.send("C2,10,55");
    client.send("C201");
    await clock.run(20 * SECOND);
  }
  equal(limit(), 41);
  equal(client.received.filter((text) => text === "c2,1,Too late").length, 1);
  equal(link.counters.logins, logins);
  // It ends: as soon as an answer came in time, commands are executed again.
  between.delay = 0;
  await clock.run(60 * MINUTE);
  (await world.client()).send("C2,10,42");
  await clock.run(2 * SECOND);
  equal(limit(), 42);
});
