import assert from "node:assert/strict";
import { StoreWriteError } from "../../../hal/store/mod.ts";
import { definePlugin } from "../../../runtime/mod.ts";
import { bench } from "../../../testing/mod.ts";

/** Stores what it is told, in two ways. */
const keeper = definePlugin({
  id: "keeper",
  needs: ["memory"],
  sms: {
    "KEEP": {
      usage: "KEEP",
      run: (_, { hal }) => {
        hal.memory.put({ a: "1" });
        return "kept";
      },
    },
    "NOTE": {
      usage: "NOTE",
      run: (_, { hal }) => {
        const [who, what, key] = ["a", "b", "c"];
        hal.memory.journal({ who, what, key, old: "", new: "" });
        return "noted";
      },
    },
  },
});

Deno.test("a disk that takes no writes is told whoever gave the command, and is no plugin's fault", async () => {
  await using o = await bench(keeper);
  const { store } = o.hal;
  store.put = store.journal = () => {
    throw new StoreWriteError("full", "test.db");
  };
  for (const command of ["KEEP", "NOTE"]) {
    assert.deepEqual(await o.sms(command), [
      "Nothing was stored: the disk is full (test.db); make room and try again",
    ]);
  }
  assert.deepEqual(o.log.filter((line) => line.includes("fault")), []);
});
