import assert from "node:assert/strict";
import { controlWords } from "../../app/car/controls.ts";
import { awaitData, runLines } from "../../app/exec.ts";
import { testWorld } from "./world.ts";

Deno.test("the first answer waits for complete data, not for longer", async () => {
  using world = testWorld(true);
  await awaitData(world);
  assert(world.runtime.seconds <= 10, `${world.runtime.seconds} s`);
  assert(await runLines(world, ["STAT?"]));
  assert.match(
    world.outputs.join(),
    /Range: \d+ - \d+ km\n SOC: 80\.00%.*\n ODO: 4419 km/,
  );
});

Deno.test("a car that says nothing is given up after a minute", async () => {
  using world = testWorld(false);
  await awaitData(world);
  assert.equal(world.runtime.seconds, 60);
});

Deno.test("a second of car time follows each command", async () => {
  using world = testWorld(true);
  const before = world.clock.monotonic();
  assert(await runLines(world, ["VERSION", ":status", "VERSION"]));
  const passed = world.clock.monotonic() - before;
  assert(passed >= 3000 && passed < 3200, `${passed} ms`);
});

Deno.test("what fails is counted, and the rest runs all the same", async () => {
  using world = testWorld(true);
  assert.equal(await runLines(world, ["FOO", "VERSION"]), false);
  assert.match(world.errors.join(), /no command "FOO"/);
  assert.equal(world.outputs.length, 1);
  assert.equal(await runLines(world, ["FEATURE"]), false);
  assert.match(world.outputs.at(-1) ?? "", /FEATURE/);
  assert.equal(await runLines(world, [":cell 99 1"]), false);
  assert.match(world.errors.at(-1) ?? "", /cell/);
});

Deno.test("the car is driven, time passes, and it shows", async () => {
  using world = testWorld(true);
  await awaitData(world);
  assert(await runLines(world, [":drive highway", ":wait 10m", "STAT?"]));
  const [, odometer] = /ODO: (\d+)/.exec(world.outputs.join()) ?? [];
  assert(Number(odometer) >= 4428, world.outputs.join());
});

Deno.test("texts from other phones come in, and their answers go out", async () => {
  using world = testWorld(true);
  await awaitData(world);
  assert(
    await runLines(world, [
      ":sms +49123456789 STAT?",
      ":sms +49123456789 REGISTER OVMS",
      ":sms +49123456789 VERSION",
    ]),
  );
  assert.equal(world.outputs[0], "+49123456789: Permission denied");
  assert.match(world.outputs.at(-1) ?? "", /^\+49123456789: OVMS Firmware/);
});

Deno.test("without a network nothing comes in or goes out", async () => {
  using world = testWorld(true);
  assert(await runLines(world, [":net down"]));
  assert.equal(world.hal.gsm.state.registered, false);
  assert.equal(await runLines(world, [":sms +4912 VERSION"]), false);
  assert.match(world.errors.join(), /network is down/);
  assert(await runLines(world, [":net up"]));
  assert.equal(world.hal.gsm.state.registered, true);
});

Deno.test("lines that steer the car say what they expect", async () => {
  using world = testWorld(true);
  for (const line of [":wait", ":wait 5y", ":sms x", ":net", ":net on"]) {
    assert.equal(await runLines(world, [line]), false);
    assert.match(world.errors.at(-1) ?? "", /^Expected: :(wait|sms|net) /);
  }
  assert(await runLines(world, [":help"]));
  for (const word of controlWords(world.world).keys()) {
    assert.match(world.outputs.join(), new RegExp(`(^|\\n)${word}\\b`));
  }
});

Deno.test("while a recording runs there is no car to steer", async () => {
  using world = testWorld(false);
  assert.equal(await runLines(world, [":key on"]), false);
  assert.match(world.errors.join(), /no simulated car.*:wait 10m/);
});

Deno.test("position and 12 V reach the runtime", async () => {
  using world = testWorld(true);
  await awaitData(world);
  assert(await runLines(world, ["GPS?", ":gps off", ":wait 3s"]));
  assert.match(world.outputs.join(), /51\.2577.*7\.1608/s);
  assert.equal(world.hal.supply.value, 14.1);
});

Deno.test("the motor controller is on the bus, and answers once writing is allowed", async () => {
  using world = testWorld(true);
  await awaitData(world);
  assert.equal(await runLines(world, ["CFG READ 1018 2"]), false);
  assert.match(world.outputs.join(), /read only/);
  assert(await runLines(world, ["FEATURE 15 1", "CFG READ 1018 2"]));
  assert.match(world.outputs.at(-1) ?? "", /0x0712302D/);
});

Deno.test("server commands are given as M code,values and answered as the protocol has it", async () => {
  using world = testWorld(true);
  await awaitData(world);
  assert(await runLines(world, ["M 204,55,80", "m 1"]));
  assert.match(world.outputs[0] ?? "", /^MP-0 c204,0,55,80,/);
  assert.match(
    world.outputs[1] ?? "",
    /^MP-0 c1,0,0,16,.*(\nMP-0 c1,0,\d+,16,.*){15}$/,
  );
  assert.equal(await runLines(world, ["M 999"]), false);
  assert.equal(world.outputs.at(-1), "MP-0 c999,3");
  for (const line of ["M", "M x", "M 204 55"]) {
    assert.equal(await runLines(world, [line]), false);
    assert.match(world.outputs.at(-1) ?? "", /^Usage: M <code>/);
  }
});

Deno.test("server commands are the owner's: no text message and no guest gives them", async () => {
  using world = testWorld(false);
  const { runtime } = world;
  const text = "M 2,15,1";
  for (
    const [link, principal, status] of [
      ["http", "password", "denied"],
      ["sms", "owner", "unknown"],
    ] as const
  ) {
    const outcome = await runtime.text(text, { link, from: "", principal });
    assert.equal(outcome.status, status);
    assert.equal(runtime.features.get(15), 0);
  }
  const call = { link: "http", from: "", principal: "owner" } as const;
  assert.equal((await runtime.text(text, call)).status, "ok");
  assert.equal(runtime.features.get(15), 1);
});

Deno.test("HELP says what one verb or code does", async () => {
  using world = testWorld(false);
  assert(await runLines(world, ["HELP batt", "HELP RANGE", "HELP 204"]));
  assert.match(world.outputs[0] ?? "", /^BATT \[S\|V.*\]: .+/);
  assert.match(world.outputs[1] ?? "", /^RANGE\?: .+\n RANGE \[range\]: /);
  assert.match(world.outputs[2] ?? "", /^204 SetChargeAlerts$/);
  assert.equal(await runLines(world, ["HELP XYZ"]), false);
  assert.match(world.outputs.at(-1) ?? "", /no command XYZ/);
});
