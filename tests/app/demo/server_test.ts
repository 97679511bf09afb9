import { deepEqual, equal, match } from "node:assert/strict";
import { SimClock } from "../../../hal/sim/clock.ts";
import { openStore } from "../../../hal/store/mod.ts";
import { inFolder } from "../program.ts";
import { askDemo } from "./ask_demo.ts";

Deno.test("--demo-server: car and app meet at a server on this machine", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/demo.db`;
    const { code, answers, told } = await askDemo(
      ["--demo-server", "--store", path, "--http", "off"],
      folder,
      /app: Z1[^]*app: D/,
      "SERVER?",
    );
    equal(code, 0);
    match(told, /demo server: listening on 127\.0\.0\.1:\d+ for vehicle DEMO/);
    match(told, /demo server: DEMO: car connected/);
    match(answers, /IP:127\.0\.0\.1:\d+/);
    const store = openStore({ path, clock: new SimClock() });
    deepEqual([...store.entries("params")], [["14", "RT"]]);
    equal(store.journalled().length, 1);
    store.close();
  });
});
