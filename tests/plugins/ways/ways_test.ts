import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import { ntfy } from "../../../plugins/push/mod.ts";
import ways from "../../../plugins/ways/mod.ts";
import { serve } from "../push/stand_ins.ts";

Deno.test("channels are told as they are, secrets are not; a test message goes out on the one that was asked for", async () => {
  const answers = [503, 200];
  await using service = serve((_, body) => ({
    status: answers.shift() ?? 404,
    shown: body,
  }));
  await using car = await bench(ways, { with: [ntfy] });
  const state = async () => {
    const found = await car.query("state");
    doesNotMatch(JSON.stringify(found), /secret/);
    return JSON.stringify(found);
  };
  match(await state(), /"id":"ntfy","exists":false,"ready":true,"waiting":0/);
  await car.query("test", { channel: "ntfy" }).then(
    () => equal(1, 0, "a channel that is not set up was tested"),
    (error) => match(String(error), /not set up/),
  );
  car.set("ntfy.url", `${service.origin}/secret-topic`);
  deepEqual(await car.query("test", { channel: "ntfy" }), {
    queued: true,
  });
  await car.seconds(1);
  await car.delivered();
  match(
    await state(),
    /"id":"ntfy","exists":true,"ready":true,"waiting":1,"last":"waiting","error":"answered 503"/,
  );
  for (let second = 0; second < 20; second++) {
    await car.seconds(1);
    await car.delivered();
  }
  match(await state(), /"waiting":0,"last":"sent","error":"answered 503"/);
  equal(service.shown.at(-1), "Test message of OVMS Edge");
  equal(
    car.hal.store.outbox(9).every(({ channel }) => channel === "ntfy"),
    true,
  );
});
