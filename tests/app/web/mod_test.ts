import assert from "node:assert/strict";
import { parseFlags } from "../../../app/flags/mod.ts";
import { webOf } from "../../../app/web/settings.ts";
import { SystemClock } from "../../../hal/clock.ts";
import { pause } from "../../../hal/pause.ts";
import { freePort } from "../../ports.ts";
import { finished, inFolder, run, start } from "../program.ts";

const clock = new SystemClock();
const web = (...args: string[]) => webOf(parseFlags(args, () => undefined));

Deno.test("without flags the web console is for this machine only", () => {
  const { hostname, port, wanted, ...more } = web() ?? assert.fail();
  assert.deepEqual([hostname, port, wanted], ["127.0.0.1", 8080, false]);
  assert.deepEqual(more, { token: undefined, origins: [], proxies: [] });
});

Deno.test("--http names address and port, or switches it off", () => {
  assert.equal(web("--http", "off"), undefined);
  assert.equal(web("--http=[::1]:9000")?.hostname, "::1");
  assert.deepEqual(
    web("--http=twizy.local:80", "--http-token=long-enough"),
    {
      hostname: "twizy.local",
      port: 80,
      token: "long-enough",
      origins: [],
      proxies: [],
      wanted: true,
    },
  );
});

Deno.test("proxies are named by origin and address", () => {
  const found = web(
    "--http-origin=https://car.example/",
    "--http-origin=http://pi.local:8000",
    "--http-proxy=127.0.0.1",
    "--http-proxy=::1",
  );
  assert.deepEqual(found?.origins, [
    "https://car.example",
    "http://pi.local:8000",
  ]);
  assert.deepEqual(found?.proxies, ["127.0.0.1", "::1"]);
  for (
    const text of ["car.example", "ftp://x", "https://x/path", "https://u@x"]
  ) {
    assert.throws(() => web(`--http-origin=${text}`), {
      message:
        `--http-origin cannot be "${text}": expected how a browser reaches the console, without a path, such as https://car.example`,
    });
  }
  assert.throws(() => web("--http-proxy=proxy.local"), {
    message:
      '--http-proxy cannot be "proxy.local": expected the proxy\'s IP address, such as 127.0.0.1',
  });
});

Deno.test("what cannot be is refused with a sentence", () => {
  for (
    const text of [
      "8080",
      "localhost",
      "localhost:99999",
      "a b:80",
      "::1:80",
      ":80",
    ]
  ) {
    assert.throws(() => web(`--http=${text}`), {
      message:
        `--http cannot be "${text}": expected an address and a port such as 127.0.0.1:8080 or [::1]:8080, or off`,
    });
  }
  assert.throws(() => web("--http-token=short"), {
    message: "--http-token is too short: expected at least 8 characters",
  });
});

Deno.test("the program serves the page; a second one on its port is refused", async () => {
  await inFolder(async (folder) => {
    const where = `127.0.0.1:${freePort()}`;
    const flags = ["--store=:memory:", `--http=${where}`, "--offline"];
    const first = start(flags, folder, "piped");
    let text = "", ended = false;
    void first.status.then(() => ended = true);
    const look = async () => {
      const response = await fetch(`http://${where}/`).catch(() => undefined);
      text = await response?.text() ?? "";
    };
    while (text === "" && !ended) {
      await look();
      if (text === "") await pause(clock, 100);
    }
    assert.match(text, /<title>OVMS Edge<\/title>/);
    const second = await run(flags, folder);
    assert.equal(second.code, 2);
    assert.equal(
      second.stderr,
      `The web console cannot listen at ${where}: another program does, perhaps this one a second time. ` +
        "Choose another port with --http, or --http off\n",
    );
    first.kill("SIGTERM");
    await first.stdin.close();
    assert.equal(finished(await first.output()).code, 0);
  });
});

Deno.test("a console behind a proxy is refused while nobody has to log in", async () => {
  await inFolder(async (folder) => {
    const { code, stderr } = await run([
      "--store=:memory:",
      "--http=127.0.0.1:8080",
      "--http-origin=https://car.example",
      "--offline",
    ], folder);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      "The web console is not opened behind a proxy without a password: set one with PASS, or give --http-token\n",
    );
  });
});

Deno.test("an address of the network is refused while everybody knows the password", async () => {
  await inFolder(async (folder) => {
    const flags = ["--store=:memory:", "--http=0.0.0.0:8080", "--offline"];
    const { code, stderr } = await run(flags, folder);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      "The web console is not opened at 0.0.0.0 without a password: set one with PASS, or give --http-token\n",
    );
  });
});
