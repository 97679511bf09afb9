/** A controller whose values are other ones than it says, or than was written. */
import assert from "node:assert/strict";
import { beforeWrite, carOn, type Rig } from "./rig.ts";

/** Puts a frame of the controller on the bus, in time for the request that is being made. */
function answer(rig: Rig, ...bytes: readonly number[]): void {
  const { bus, clock } = rig.hal;
  clock.after(5, () => bus.inject(0x581, Uint8Array.from(bytes)));
}

const forward = ({ node }: Rig) => node.objects.number(0x2920, 5);

for (const firmware of ["3.0", "3.9"] as const) {
  Deno.test(`${firmware}: an old value of another size than the object has is none, and nothing is written`, async () => {
    using rig = await carOn({ firmware });
    rig.onRequest = ([kind, low, high, sub]) => {
      const isRead = kind === 0x40 && low === 0x20 && high === 0x29;
      if (!isRead || sub !== 5) return true;
      // 7250 is 0x1C52: one byte of two
      answer(rig, 0x4f, low, high, sub, 0x52, 0, 0, 0);
      return false;
    };
    assert.match(
      await rig.cfg("SPEED 90"),
      /^CFG SPEED: ERROR 0002 SDO 0x2920\.05: 0x0052/,
    );
    assert.deepEqual(rig.writes, []);
    assert.equal(rig.node.state, 5);
  });

  Deno.test(`${firmware}: a value that the controller makes another of is told`, async () => {
    using rig = await carOn({ firmware });
    let most = 8000;
    rig.onReply = () => {
      rig.node.objects.set(0x2920, 5, Math.min(forward(rig), most));
      return true;
    };
    assert.match(
      await rig.cfg("SPEED 90"),
      /^CFG SPEED: OK, .*\n2920\.05 reads 8000, not 8156$/,
    );
    most = 7000;
    assert.match(
      await rig.cfg("UNDO"),
      /OK, took back SPEED 90, .*\n2920\.05 reads 7000, not 7250$/,
    );
  });

  Deno.test(`${firmware}: what was carried out although somebody aborted it is taken back`, async () => {
    using rig = await carOn({ firmware });
    const before = rig.settings();
    beforeWrite(rig, 1, () => answer(rig, 0x80, 0, 0, 0, 0, 0, 4, 5));
    assert.match(await rig.cfg("RECUP 30 40"), /ERROR 0008 SDO ABORT/);
    rig.onRequest = undefined;
    assert.notDeepEqual(rig.settings(), before);
    assert.match(await rig.cfg("UNDO"), /took back RECUP 30 40/);
    assert.deepEqual(rig.settings(), before);
  });
}

Deno.test("3.9: WRITEO writes nothing that the object takes but a part of", async () => {
  using rig = await carOn({ firmware: "3.9" });
  for (
    const [words, refusal] of [
      ["1017 0 65536", /ERROR: More than the object takes\nAt most 65535$/],
      ["3813 1 256", /ERROR 0033/],
      ["2920 0 256", /ERROR 0033/],
    ] as const
  ) {
    assert.match(await rig.cfg(`WRITEO ${words}`), refusal);
  }
  assert.deepEqual(rig.writes, []);
});
