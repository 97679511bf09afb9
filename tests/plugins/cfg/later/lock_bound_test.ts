/** The lock bounds the controller itself, whoever writes to it, from the moment its type is known. */
import assert from "node:assert/strict";
import { Car, Words } from "../../../../plugins/cfg/car.ts";
import { BASES } from "../../../../plugins/cfg/later/base.ts";
import { controllerFor, logIn } from "../../../../plugins/cfg/later/run.ts";
import { Working } from "../../../../plugins/cfg/later/working.ts";
import { od, place } from "../../../../plugins/cfg/objects.ts";
import type { Sdo } from "../../../../runtime/mod.ts";

const TYPE = 0x0712302d, ACCESS = 4;
/** Bit of 0x597 B1. */
const KEY = 0x10;

/** A controller of a Twizy 80 that lets everybody in. */
const sdo: Sdo = {
  read(index, sub) {
    const [typeIndex, typeSub] = place(od.controllerType);
    const isType = index === typeIndex && sub === typeSub;
    return Promise.resolve({
      value: isType ? TYPE : ACCESS,
      size: isType ? 4 : 1,
      bytes: new Uint8Array(4),
    });
  },
  readBytes: () => Promise.resolve(new Uint8Array()),
  readText: () => Promise.resolve(""),
  write: () => Promise.resolve(),
  writeBytes: () => Promise.resolve(),
};

/** A car that is on and locked to 20 km/h. */
function lockedCar() {
  const memory = new Map<string, string>([["lock", "20"]]);
  const working = new Working({
    get: (key) => memory.get(key),
    put: () => {},
  }, { get: () => "", set: () => {} });
  const words = new Words();
  words.tellStatus(KEY, 0);
  return {
    wires: { node: () => sdo, sleep: () => Promise.resolve() },
    gearbox: "own",
    working,
    car: new Car(words, () => 0, () => true, () => Promise.resolve(undefined)),
  } as const;
}

/** 20 km/h of a Twizy 80. */
const MOST = 1812;
const refused = { message: /locked to 20 km\/h/ };

Deno.test("who is logged in already is bound at once", async () => {
  const world = lockedCar();
  world.working.login = { type: TYPE, base: BASES.SC80GB80 };
  const controller = controllerFor(world);
  await assert.rejects(controller.write(od.maxForward, MOST + 1), refused);
  await controller.write(od.maxForward, MOST);
});

Deno.test("who logs in is bound from then on", async () => {
  const world = lockedCar(), controller = controllerFor(world);
  assert.equal((await logIn(world, controller)).type, TYPE);
  await assert.rejects(controller.write(od.maxForward, MOST + 1), refused);
  await controller.write(od.maxForward, MOST);
});
