import { deepEqual, ok } from "node:assert/strict";
import { hasMosquitto } from "../runtime/links/mqtt/mosquitto.ts";
import { killBroker } from "./broker_soak.ts";

Deno.test({
  name:
    "a broker that is killed at random moments loses nothing of what it took, and no record comes as two",
  ignore: !await hasMosquitto(),
  async fn() {
    const { records, notices, lost, doubled } = await killBroker(8, 7);
    ok(records > 8 && notices > 0);
    deepEqual([lost, doubled], [[], []]);
  },
});
