/** Devices that are chosen while the gateway runs. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { chosenDevices } from "../../../app/hardware/chosen.ts";
import { DeviceKeeper } from "../../../app/hardware/keeper.ts";
import type { HardwareFlags } from "../../../app/hardware/settings.ts";
import { programTexts } from "../../../app/texts/mod.ts";
import { speech } from "../../../runtime/links/http/answers/speech.ts";
import { PARAM } from "../../../runtime/settings/params.ts";
import { FakeSlcan } from "../../hal/linux/fake_slcan.ts";
import { speak, Terminal, World } from "./world.ts";

const OWNER = "+491701234567";

/** A gateway that has its devices from the store, and what keeps them. */
async function kept(world: World, given: HardwareFlags = {}) {
  world.volts = 12.6;
  const flags = Object.entries(given).map(([name, value]) =>
    `--${name}=${value}`
  );
  const gateway = await world.gateway(["--gateway", ...flags]);
  const { runtime, devices, hal: { store } } = gateway;
  if (!devices) throw new Error("no devices");
  runtime.params.set(new Map([[PARAM.phone, OWNER]]), "test");
  const busy = { now: false };
  const keeper = new DeviceKeeper({
    given: { gateway: true, ...given },
    chosen: chosenDevices({ gateway: true, ...given }, store),
    devices,
    store,
    clock: world.clock,
    patience: { can: 6000, modem: 5000, gps: 5000, supply: 5000 },
    log: (_, event, details) =>
      world.log.push(JSON.stringify({ event, details })),
    runtime: {
      attachDevices: () => runtime.attachDevices(),
      settings: runtime.settings,
      get busy() {
        return busy.now;
      },
    },
  });
  const choose = (name: string, text: string) =>
    runtime.settings.set(`devices.${name}`, text || undefined, "test");
  const state = (name: string) => {
    const { used, why, tried } =
      keeper.devices.find((one) => one.name === name) ?? {};
    return { used, why, tried };
  };
  const decided = async () => {
    let over = false;
    const waiting = keeper.settled().then(() => over = true);
    await world.until("it is decided", () => over);
    await waiting;
  };
  const end = async () => {
    const closing = keeper.close();
    await gateway.end();
    await closing;
  };
  return { ...gateway, keeper, choose, state, decided, busy, end };
}

Deno.test("adapter, modem, receiver and supply that are chosen work at once, and go at once", async () => {
  await using world = new World();
  const { slcan, modem, until, later } = world;
  const gateway = await kept(world);
  const { runtime, hal, choose, state, decided, end } = gateway;
  const { metrics } = runtime.host;
  equal(hal.gsm, undefined);
  equal(hal.gps, undefined);
  const port = `${world.modemPort.path}@115200`;
  choose("modem", port);
  choose("gps", `gpsd:127.0.0.1:${world.gpsd.port}`);
  choose("supply", `file:${world.supplyFile}@0.001`);
  await decided();
  deepEqual(state("modem"), { used: port, why: undefined, tried: false });
  await later("network", () => metrics.look("m.net.connected").value === true);
  choose("can", `slcan:${slcan.path}@500000`);
  await decided();
  await until("the adapter listens", () => slcan.mode === "listen");
  await speak(slcan, until);
  await until("SOC", () => metrics.look("v.b.soc").value !== undefined);
  await until("a position", () => metrics.look("v.p.gpslock").value === true);
  await until("12 V", () => hal.supply.volts() === 12.6);
  modem.deliver(OWNER, "GPS?");
  await until("an answer", () => modem.sent.length > 0);
  match(modem.sent[0]?.text ?? "", /51\.257700,7\.160900/);
  // Feature 15 is off: it only ever listened
  deepEqual(slcan.sent, []);
  equal(slcan.commands.includes("O"), false);

  for (const name of ["can", "gps", "modem", "supply"]) choose(name, "");
  await decided();
  equal(hal.gsm, undefined);
  equal(hal.gps, undefined);
  equal(hal.supply.volts(), undefined);
  deepEqual(state("can"), { used: "", why: undefined, tried: false });
  await until("the adapter is closed", () => slcan.mode === "closed");
  choose("modem", port);
  await decided();
  modem.deliver(OWNER, "STAT?");
  await later("a second answer", () => modem.sent.length > 1);
  await end();
});

Deno.test("a device that does not answer leaves the one that works, and is told", async () => {
  await using world = new World();
  await using nobody = new Terminal();
  const { slcan, modem, until, later } = world;
  const right = `slcan:${slcan.path}@500000`;
  const gateway = await kept(world);
  const { runtime, hal, keeper, choose, state, decided, end } = gateway;
  const port = `${world.modemPort.path}@115200`;
  choose("modem", port);
  await later(
    "the network",
    () => runtime.host.metrics.look("m.net.connected").value === true,
  );
  choose("can", right);
  await decided();
  await until("the adapter is up", () => hal.can.buses[0]?.state === "up");
  for (
    const [name, text] of [
      ["can", `slcan:${nobody.path}@500000`],
      ["modem", `${nobody.path}@115200`],
    ] as const
  ) {
    choose(name, text);
    await decided();
    equal(state(name).used, name === "can" ? right : port);
    ok(state(name).why !== undefined);
    const sentence = keeper.leftOut.at(-1) ?? "";
    match(sentence, /stays as it was: .* does not work, /);
    const say = speech(programTexts.map(({ de = {} }) => de));
    match(say(sentence), /^Das Gerät „(can|modem)“ bleibt, wie es war: /);
  }
  equal(slcan.mode, "listen");
  modem.deliver(OWNER, "STAT?");
  await until("an answer", () => modem.sent.length > 0);
  // Chosen again, what works is used and nothing is left to tell
  choose("can", right);
  choose("modem", port);
  await decided();
  deepEqual(keeper.leftOut, []);
  await end();
});

Deno.test("another rate at the same port: the port is opened again, and as it was if nobody answers", async () => {
  await using world = new World();
  const { slcan, until } = world;
  const { hal, keeper, choose, state, decided, end } = await kept(world);
  const at = (rate: number) => `slcan:${slcan.path}@${rate}`;
  choose("can", at(500_000));
  await until("the adapter listens", () => slcan.mode === "listen");
  choose("can", at(250_000));
  await decided();
  equal(state("can").used, at(250_000));
  await until("the other rate", () => slcan.commands.includes("S5"));
  await until("it is up", () => hal.can.buses[0]?.state === "up");
  slcan.refuses = "S4";
  choose("can", at(125_000));
  await decided();
  equal(state("can").used, at(250_000));
  match(keeper.leftOut.join(), /"can" stays as it was/);
  await until("it listens as before", () => slcan.mode === "listen");
  await end();
});

Deno.test("what flags name is not changed, and a second bus comes beside the first", async () => {
  await using world = new World();
  const { slcan, until } = world;
  const second = new FakeSlcan(`${world.folder}/ttyCAN2`);
  const gps = `gpsd:127.0.0.1:${world.gpsd.port}`;
  const { hal, choose, keeper, decided, end } = await kept(world, { gps });
  choose("gps", "gpsd:127.0.0.1:1");
  choose("can", `slcan:${slcan.path}`);
  await until("the adapter listens", () => slcan.mode === "listen");
  const commands = slcan.commands.length;
  choose("can", `slcan:${slcan.path} 2=slcan:${second.path}`);
  await until("the second one listens", () => second.mode === "listen");
  await decided();
  equal(slcan.commands.slice(commands).includes("C"), false);
  deepEqual(hal.can.buses.map(({ number }) => number), [1, 2]);
  equal(hal.gps?.name, gps);
  deepEqual(
    keeper.devices.filter(({ name }) => name === "gps")
      .map(({ given, used, why }) => [given, used, why]),
    [[gps, gps, undefined]],
  );
  await end();
  await second.unplug();
});

Deno.test("a bus stays as long as a controller is worked on", async () => {
  await using world = new World();
  const { slcan, until, clock } = world;
  const { choose, state, decided, busy, end } = await kept(world);
  busy.now = true;
  choose("can", `slcan:${slcan.path}`);
  const begin = clock.monotonic();
  await until("some time", () => clock.monotonic() > begin + 5000);
  equal(state("can").tried, true);
  equal(state("can").used, "");
  busy.now = false;
  await decided();
  equal(state("can").used, `slcan:${slcan.path}`);
  await until("the adapter listens", () => slcan.mode === "listen");
  await end();
});

Deno.test("the console of the diagnostics mode, and the level that --shutdown-below watches, say that they wait for a start", async () => {
  await using world = new World();
  const { keeper, choose, decided, end } = await kept(world, {
    "shutdown-below": "11.0",
  });
  choose("supply", `file:${world.supplyFile}@0.001`);
  choose("diag", "/dev/ttyUSB9");
  await decided();
  deepEqual(
    keeper.devices.map(({ name, used, later }) => [name, used, later]),
    [
      ["can", "", false],
      ["modem", "", false],
      ["gps", "", false],
      ["supply", "", true],
      ["diag", "", true],
    ],
  );
  await end();
});
