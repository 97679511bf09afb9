import assert from "node:assert/strict";
import { definePlugin } from "../../../runtime/mod.ts";
import { bench, owner } from "../../../testing/mod.ts";

/** Feature 15. */
const WRITE = 15;
const NODE = 1;

/** Reads two objects in a piece of work that ends safely. */
const worker = definePlugin({
  id: "worker",
  needs: ["can.sdo"],
  sms: {
    "WORK": {
      usage: "WORK",
      run: (_, { hal: { can: { sdo } } }) =>
        sdo.work(async () => {
          for (const sub of [1, 2]) await sdo.node(NODE).read(0x1000, sub);
          return "done";
        }),
    },
  },
});
/** Asks for three objects at once. */
const asker = definePlugin({
  id: "asker",
  needs: ["can.sdo"],
  sms: {
    "ASK": {
      usage: "ASK",
      run: async (_, { hal: { can: { sdo } } }) => {
        const all = [1, 2, 3].map((sub) => sdo.node(NODE).read(0x2000, sub));
        await Promise.allSettled(all);
        return (await all[2])?.value.toString() ?? "";
      },
    },
  },
});

Deno.test("while the gate closes, only work that ends safely still sends; what waits for its turn does not", async () => {
  await using o = await bench(asker, { with: [worker] });
  const sent: string[] = [];
  o.hal.bus.attach({
    receive: (_, data) => {
      sent.push(data.toHex().slice(0, 8));
      const answer = Uint8Array.of(0x4f, ...data.subarray(1, 4), 7, 0, 0, 0);
      // The first one's reply is lost, and each other's takes its time
      if (sent.length > 1) {
        o.hal.clock.after(100, () => o.hal.bus.inject(0x581, answer));
      }
    },
  });
  o.feature(WRITE, 1);
  const asked = o.hal.gsm.incoming(owner, "ASK");
  const worked = o.hal.gsm.incoming(owner, "WORK");
  await o.hal.clock.run(100);
  assert.deepEqual(sent, ["40002001"]);
  o.feature(WRITE, 0);
  for (let n = 0; n < 50; n++) await o.hal.clock.run(100);
  assert.deepEqual(sent, ["40002001", "40001001", "40001002"]);
  await Promise.all([asked, worked]);
  assert.deepEqual(o.hal.gsm.sent.map(({ text }) => text).toSorted(), [
    "The CAN bus is in read only mode: set feature 15 to 1 to allow writing",
    "done",
  ]);
});
