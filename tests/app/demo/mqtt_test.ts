import { equal, match } from "node:assert/strict";
import { hasMosquitto } from "../../runtime/links/mqtt/mosquitto.ts";
import { inFolder } from "../program.ts";
import { askDemo } from "./ask_demo.ts";

Deno.test({
  name: "--demo-mqtt: car and client meet at a broker on this machine",
  ignore: !await hasMosquitto(),
  async fn() {
    await inFolder(async (folder) => {
      const { code, told } = await askDemo(
        ["--demo-mqtt", "--store", `${folder}/demo.db`],
        folder,
        /client: .*connected yes/,
        "VERSION",
      );
      equal(code, 0);
      match(told, /demo broker: mqtt:\/\/demo@127\.0\.0\.1:\d+, topics/);
      match(told, /client: ovms\/demo\/DEMO\/metric\/s\/v3\/connected yes/);
    });
  },
});
