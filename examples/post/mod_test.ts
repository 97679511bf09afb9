import { deepEqual } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { type Bench, bench } from "ovms-edge/testing";
import post from "./mod.ts";

/** Has something to tell. */
const bell = definePlugin({
  id: "bell",
  notices: { rung: { priority: "alarm", summary: "Somebody rang" } },
  sms: {
    "RING": {
      usage: "RING",
      run: (_, { notify }) => {
        notify.rung("Ring!");
        return "Rung";
      },
    },
  },
});

/** What became of the messages on this channel. */
const states = (car: Bench) =>
  car.hal.store.outbox(9).filter(({ channel }) => channel === "post")
    .map(({ state, tries, error }) => [state, tries, error]);

Deno.test("a notice is posted, and again later where the server is ill", async () => {
  const answers = [503, 200], received: string[] = [];
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      received.push(await request.text());
      return new Response(null, { status: answers.shift() ?? 404 });
    },
  );
  await using car = await bench(post, { with: [bell] });
  await car.sms("RING");
  deepEqual(states(car), [], "no address, no channel");
  car.set("post.url", `http://127.0.0.1:${server.addr.port}/secret`);

  await car.sms("RING");
  await car.seconds(1);
  await car.delivered();
  deepEqual(states(car), [["waiting", 1, "answered 503"]]);
  await car.seconds(10);
  await car.delivered();
  deepEqual(states(car), [["sent", 1, "answered 503"]]);
  deepEqual(received, ["Ring!", "Ring!"]);

  await car.sms("RING");
  await car.seconds(1);
  await car.delivered();
  deepEqual(states(car).at(-1), ["failed", 1, "answered 404"]);
});

Deno.test("what fetch throws is a reason to try again, told without the address", async () => {
  await using car = await bench(post, {
    with: [bell],
    settings: { "post.url": "http://127.0.0.1:1/secret" },
  });
  await car.sms("RING");
  await car.seconds(1);
  await car.delivered();
  const [[state, tries, error] = []] = states(car);
  deepEqual([state, tries, `${error}`.includes("secret")], [
    "waiting",
    1,
    false,
  ]);
});
