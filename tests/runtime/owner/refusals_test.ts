/** What becomes of messages that the network refuses, delays or loses. */
import { deepEqual, equal } from "node:assert/strict";
import type { SendFailure } from "../../../hal/mod.ts";
import { Bench } from "./notifier.ts";

/** A failure as the modem's driver tells it. */
function failure(
  { temporary = true, perhapsSent = false }: Partial<SendFailure>,
): Error {
  return Object.assign(new Error("+CMS ERROR"), { temporary, perhapsSent });
}

Deno.test("a refused SMS is listed as failed and does not stop the next", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.refuses = true;
  await bench.ask("a", "info", "lost");
  await bench.seconds(2);
  bench.refuses = false;
  await bench.ask("b", "info", "next");
  deepEqual(await bench.seconds(3), ["sms next"]);
  deepEqual(bench.states(), ["sms failed", "sms sent"]);
});

Deno.test("a channel that is gone when its turn comes ends the wait", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  await bench.ask("a", "info", "text");
  bench.exists.sms = false;
  deepEqual(await bench.seconds(2), []);
  deepEqual(bench.states(), ["sms expired"]);
});

Deno.test("a slow SMS holds up nothing twice", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  let done = () => {};
  const slow = new Promise<void>((resolve) => done = resolve);
  bench.sms = (text) => (bench.out.push(`sms ${text}`), slow);
  await bench.ask("a", "info", "one");
  await bench.ask("b", "info", "two");
  deepEqual(await bench.seconds(10), ["sms one"]);
  done();
  await bench.clock.run(0);
  deepEqual(await bench.seconds(2), ["sms two"]);
});

Deno.test("what fails for a while is tried again after growing pauses, in its place", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.failures.push(failure({}), failure({}));
  await bench.ask("a", "12v", "first");
  await bench.ask("b", "12v", "second");
  deepEqual(await bench.seconds(10), []);
  equal(bench.failures.length, 1, "one try in ten seconds");
  deepEqual(await bench.seconds(30), []);
  deepEqual(await bench.seconds(5), ["sms first", "sms second"]);
  deepEqual(bench.states(), ["sms sent", "sms sent"]);
});

Deno.test("an alarm does not wait for the pause of something lesser", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.failures.push(failure({}));
  await bench.ask("a", "info", "small");
  await bench.seconds(2);
  await bench.ask("b", "alarm", "great");
  deepEqual(
    await bench.seconds(2),
    ["sms great", "sms small"],
    "what got through shows that the network is there",
  );
});

Deno.test("a late message tells its age, one that may have arrived that it is sent again", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.failures.push(
    failure({ perhapsSent: true }),
    ...Array.from({ length: 5 }, () => failure({})),
  );
  await bench.ask("a", "12v", "low");
  deepEqual(await bench.seconds(1300), ["sms low (19 min ago) (sent again)"]);
});

Deno.test("after a day of refusals a message is given up, and what follows goes out", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  for (let i = 0; i < 60; i++) bench.failures.push(failure({}));
  await bench.ask("a", "12v", "low");
  await bench.seconds(24 * 3600 + 1800);
  deepEqual(bench.states(), ["sms expired"]);
  equal(bench.failures.length > 0, true);
  bench.failures.length = 0;
  await bench.ask("b", "12v", "fine");
  deepEqual(await bench.seconds(1800), ["sms fine"]);
});

Deno.test("a final refusal is listed, and not tried again", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  bench.failures.push(failure({ temporary: false }));
  await bench.ask("a", "12v", "low");
  deepEqual(await bench.seconds(3600), []);
  deepEqual(bench.states(), ["sms failed"]);
});

Deno.test("of a text in several SMS those that went out are not repeated", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  const lines = ["a", "b", "c"].map((letter) => letter.repeat(150));
  bench.failures.push(undefined, failure({}));
  await bench.ask("a", "12v", lines);
  await bench.seconds(30);
  deepEqual(
    bench.out.map((line) => line.replace(/^sms \s*/, "")),
    lines,
  );
});

Deno.test("a slow SMS does not hold up the server", async () => {
  using bench = new Bench();
  bench.wants.ip = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  bench.network = promise;
  await bench.ask("a", "12v", "slow");
  await bench.seconds(1);
  bench.wants.ip = true;
  await bench.ask("b", "info", "by IP");
  deepEqual(await bench.seconds(1), ["ip Aby IP"]);
  resolve();
  deepEqual(await bench.seconds(2), ["sms slow", "sms by IP"]);
});
