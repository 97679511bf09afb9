import assert from "node:assert/strict";
import { SystemClock } from "../../../../hal/clock.ts";
import { httpLink } from "../../../../runtime/links/http/mod.ts";
import { page } from "../../../../runtime/links/http/page.ts";
import { demoCar } from "./demo_car.ts";

Deno.test("it listens, answers, and gives the port back", async () => {
  using car = demoCar();
  const link = httpLink({
    hostname: "127.0.0.1",
    page: () => Promise.resolve(page),
  }).start(car.runtime);
  const server = await link.listen(0);
  const response = await fetch(`${server.url}api/v1/vehicle`);
  assert.equal((await response.json()).id, "TWIZY42");
  await assert.rejects(() => link.listen(server.port), {
    message:
      `The web console cannot listen at 127.0.0.1:${server.port}: another program does, perhaps this one a second time. ` +
      "Choose another port with --http, or --http off",
  });
  await server.close();
  link.close();
});

Deno.test("beyond loopback it needs a token, or a password that not everybody knows", async () => {
  using car = demoCar();
  const link = httpLink({ hostname: "0.0.0.0" }).start(car.runtime);
  await assert.rejects(() => link.listen(0), {
    message:
      "The web console is not opened at 0.0.0.0 without a password: set one with PASS, or give --http-token",
  });
  link.close();
});

/** Whether an idle connection ends while minutes of the device's clock pass. */
async function endsIdle(clock?: SystemClock): Promise<boolean> {
  using car = demoCar();
  const link = httpLink({ hostname: "127.0.0.1", ...clock && { clock } })
    .start(car.runtime);
  const { port, close } = await link.listen(0);
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  let ended = false;
  const heard = connection.read(new Uint8Array(1)).then(
    (count) => ended = count === null,
    () => {},
  );
  for (let minute = 0; minute < 30 && !ended; minute++) {
    await car.clock.run(60_000);
    await new Promise((turn) => setTimeout(turn));
  }
  const result = ended;
  connection.close();
  await heard;
  await close();
  link.close();
  return result;
}

Deno.test("idle connections end by the device's clock, or by that of who connects", async () => {
  assert.equal(await endsIdle(), true);
  assert.equal(await endsIdle(new SystemClock()), false);
});
