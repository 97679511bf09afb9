import { deepEqual, equal, match } from "node:assert/strict";
import { SimClock } from "../../../hal/sim/clock.ts";
import { openStore } from "../../../hal/store/mod.ts";
import { inFolder, start } from "../program.ts";

Deno.test("--demo-server: car and app meet at a server on this machine", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/demo.db`;
    const args = ["--demo-server", "--store", path, "--http", "off"];
    const program = start(args, folder, "piped");
    const answers = new Response(program.stdout).text();
    const input = program.stdin.getWriter();
    let shown = "", asked = false;
    for await (
      const text of program.stderr.pipeThrough(new TextDecoderStream())
    ) {
      shown += text;
      if (asked || !/app: Z1[^]*app: D/.test(shown)) continue;
      asked = true;
      await input.write(new TextEncoder().encode("SERVER?\n"));
      await input.close();
    }
    equal((await program.status).code, 0);
    match(shown, /demo server: listening on 127\.0\.0\.1:\d+ for vehicle DEMO/);
    match(shown, /demo server: DEMO: car connected/);
    match(await answers, /IP:127\.0\.0\.1:\d+/);
    const store = openStore({ path, clock: new SimClock() });
    deepEqual([...store.entries("params")], [["14", "RT"]]);
    equal(store.journalled().length, 1);
    store.close();
  });
});
