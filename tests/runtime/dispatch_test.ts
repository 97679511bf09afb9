import { deepEqual } from "node:assert/strict";
import { definePlugin, type Plugin } from "ovms-edge";
import { bench } from "ovms-edge/testing";

/** Changes a parameter in a slow command, and by itself each second. */
const writer: Plugin = definePlugin({
  id: "writer",
  needs: ["clock", "params"],
  state: () => ({ seconds: 0 }),
  sms: {
    "SLOW": {
      usage: "SLOW",
      run: async (_, { hal }) => {
        await hal.clock.sleep(1000);
        hal.params.set(new Map([[15, "command"]]));
        return "done";
      },
    },
  },
  every: {
    second: ({ hal, state }) =>
      hal.params.set(new Map([[16, String(++state.seconds)]])),
  },
});

Deno.test("the journal tells a command's changes from those that a plugin makes meanwhile", async () => {
  await using car = await bench(writer);
  const answer = car.hal.gsm.incoming("+491701234567", "SLOW");
  await car.hal.clock.run(0);
  car.hal.clock.second();
  await car.hal.clock.drain();
  await answer;
  car.hal.clock.second();
  deepEqual(
    car.hal.store.journalled().map(({ who, key, new: value }) =>
      `${who}: ${key}=${value}`
    ),
    ["plugin writer: 16=1", "sms owner: 15=command", "plugin writer: 16=2"],
  );
});
