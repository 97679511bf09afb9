import { equal, match } from "node:assert/strict";
import { hasMosquitto } from "../../runtime/links/mqtt/mosquitto.ts";
import { inFolder, start } from "../program.ts";

Deno.test({
  name: "--demo-mqtt: car and client meet at a broker on this machine",
  ignore: !await hasMosquitto(),
  async fn() {
    await inFolder(async (folder) => {
      const args = ["--demo-mqtt", "--store", `${folder}/demo.db`];
      const program = start(args, folder, "piped");
      const answers = new Response(program.stdout).text();
      const input = program.stdin.getWriter();
      let shown = "", asked = false;
      for await (
        const text of program.stderr.pipeThrough(new TextDecoderStream())
      ) {
        shown += text;
        if (asked || !/client: .*connected yes/.test(shown)) continue;
        asked = true;
        await input.write(new TextEncoder().encode("VERSION\n"));
        await input.close();
      }
      equal((await program.status).code, 0);
      await answers;
      match(shown, /demo broker: mqtt:\/\/demo@127\.0\.0\.1:\d+, topics/);
      match(shown, /client: ovms\/demo\/DEMO\/metric\/s\/v3\/connected yes/);
    });
  },
});

Deno.test("--demo-mqtt without mosquitto says what to install, in one sentence", async () => {
  await inFolder(async (folder) => {
    const program = start(
      ["--demo-mqtt", "--store", ":memory:"],
      folder,
      "null",
      {
        PATH: "/nowhere",
      },
    );
    const { code, stderr } = await program.output();
    equal(code, 2);
    match(
      new TextDecoder().decode(stderr).trim().split("\n").at(-1) ?? "",
      /^--demo-mqtt needs the broker mosquitto, .*: apt-get install mosquitto$/,
    );
  });
});
