import { equal, match } from "node:assert/strict";
import { runShutdownCommand } from "../../../app/hardware/low_supply.ts";

Deno.test("the last command runs, or says why not", async () => {
  equal(await runShutdownCommand([]), undefined);
  equal(await runShutdownCommand(["echo", "off"]), undefined);
  equal(await runShutdownCommand(["false"]), "false failed with code 1");
  match(
    await runShutdownCommand(["/nowhere/poweroff"]) ?? "",
    /^\/nowhere\/poweroff was not run: /,
  );
});
