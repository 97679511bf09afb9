import { deepEqual, equal, ok } from "node:assert/strict";
import { type CanNode, SimTwizy } from "../../../../plugins/twizy/sim/mod.ts";
import { hex, record, wait } from "./recording.ts";

/** A node that answers each frame and notes what happened to it. */
class Echo implements CanNode {
  readonly heard: string[] = [];
  moving = false;
  inGo = false;
  #time = 0;
  #answers: Uint8Array[] = [];

  receive(id: number, data: Uint8Array): void {
    this.heard.push(`${id.toString(16)} ${hex(data)}`);
    this.#answers.push(data.slice());
  }

  step(ms: number, emit: (id: number, data: Uint8Array) => void): void {
    this.#time += ms;
    for (const answer of this.#answers.splice(0)) emit(0x581, answer);
    if (this.#time % 1000 === 0) emit(0x701, Uint8Array.of(0x7f));
  }

  power(on: boolean): void {
    this.#time = 0;
    this.heard.push(on ? "on" : "off");
  }

  pressKey(): void {
    this.heard.push("down");
  }

  releaseKey(): void {
    this.heard.push("up");
  }
}

const REQUEST = Uint8Array.of(0x40, 0x18, 0x10, 0x02, 0, 0, 0, 0);

Deno.test("A node has power with the key, answers and sends the heartbeat", () => {
  const node = new Echo();
  const car = new SimTwizy();
  car.attach(node);
  car.receive(0x601, REQUEST);
  deepEqual(node.heard, [], "no power while the key is off");

  car.command("key on");
  const start = record(car, 4000, 0x701);
  deepEqual(node.heard, ["on"]);
  deepEqual(start.map(({ at, hex }) => [at, hex]), [[2490, "7F"], [
    3490,
    "7F",
  ]]);

  car.receive(0x601, REQUEST);
  deepEqual(
    record(car, 200, 0x581).map(({ at, hex }) => [at, hex]),
    [[0, "40 18 10 02 00 00 00 00"]],
  );

  car.command("key off");
  wait(car, 20_000);
  car.receive(0x601, REQUEST);
  deepEqual(node.heard, ["on", "601 40 18 10 02 00 00 00 00", "off"]);
});

Deno.test("A node that is attached to a running car has power at once", () => {
  const car = new SimTwizy();
  car.command("key on");
  wait(car, 3000);
  const node = new Echo();
  car.attach(node);
  deepEqual(node.heard, ["on"]);
  const beats = record(car, 3000, 0x701);
  ok(beats.length >= 2 && beats.every(({ hex }) => hex === "7F"));
});

Deno.test("A node hears of keys, GO and movement", () => {
  const node = new Echo();
  const car = new SimTwizy();
  car.attach(node);
  car.command("key on");
  wait(car, 3000);
  car.command("press D");
  equal(record(car, 1000, 0x081).length, 0);
  deepEqual(node.heard, ["on", "down", "up"]);
  car.command("go");
  wait(car, 200);
  deepEqual([node.inGo, node.moving], [true, false]);
  car.command("speed 30");
  wait(car, 5000);
  deepEqual([node.inGo, node.moving], [true, true]);
  car.command("drive off");
  wait(car, 20_000);
  deepEqual([node.inGo, node.moving], [true, false]);
});
