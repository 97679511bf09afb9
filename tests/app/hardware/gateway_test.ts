import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { PARAM } from "../../../runtime/settings/params.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { datagramSocket } from "../../hal/linux/pty.ts";
import { type Gateway, speak, World } from "./world.ts";

const OWNER = "+491701234567";

const all = (world: World) => world.flags;
const withoutCan = (world: World) => world.flagsWithoutCan;

const metric = ({ host }: Runtime, name: string) =>
  host.metrics.look(name).value;

/** Runs a test on a gateway whose owner is registered. */
async function onGateway(
  flags: (world: World) => readonly string[],
  test: (gateway: Gateway, world: World) => Promise<void>,
): Promise<void> {
  await using world = new World();
  world.volts = 12.6;
  const gateway = await world.gateway(flags(world));
  gateway.runtime.params.set(
    new Map([[PARAM.phone, OWNER], [PARAM.password, "secret"]]),
    "test",
  );
  try {
    await test(gateway, world);
  } finally {
    await gateway.end();
  }
}

Deno.test("a text message to a gateway is answered with what the car said", () =>
  onGateway(all, async ({ runtime, hal }, { modem, slcan, until }) => {
    await until("the adapter listens", () => slcan.mode === "listen");
    await speak(slcan, until);
    await until("SOC", () => metric(runtime, "v.b.soc") !== undefined);
    await until("a position", () => metric(runtime, "v.p.gpslock") === true);
    await until("12 V", () => hal.supply.volts() === 12.6);
    await until("network", () => metric(runtime, "m.net.connected") === true);

    modem.deliver(OWNER, "STAT?");
    modem.deliver(OWNER, "GPS?");
    await until("two answers", () => modem.sent.length > 1);
    deepEqual(modem.sent, [
      {
        to: OWNER,
        text:
          "Not charging\n Full charge: 67 min.\n Range: 65 - 65 km\n SOC: 80.00% (80.00%..80.00%)\n ODO: 4419 km",
      },
      {
        to: OWNER,
        text:
          "Car location:\r\nhttps://maps.google.com/maps?q=51.257700,7.160900",
      },
    ]);
    await until("no message is kept", () => modem.stored.length === 0);

    const seen = runtime.health.drivers();
    match(
      seen[0] ?? "",
      /^CAN: slcan:\S+, .*, [1-9]\d* received, 0 sent, 0 errors, 0 overruns, \d+ reopened$/,
    );
    match(seen[1] ?? "", /^GSM: modem:\S+, up, 2 received, .* 2 sent, /);
    match(seen[2] ?? "", /^GPS: gpsd:127.0.0.1:\d+, up, 1 reports, 0 bad/);
  }));

Deno.test("an adapter that stalls while the car is on is opened again, and that is told", () =>
  onGateway(all, async ({ runtime }, { slcan, until }) => {
    const closed = () => slcan.commands.filter((it) => it === "C").length;
    await until("the adapter listens", () => slcan.mode === "listen");
    await speak(slcan, until);
    await until("the car is on", () => metric(runtime, "v.e.on") === true);
    const before = closed();
    await until("the watchdog", () => closed() > before);
    const state = () => `${metric(runtime, "x.can.state")}`;
    await until("state", () => state().startsWith("no frame for 5 s although"));
    ok(Number(metric(runtime, "x.can.reopened")) > 0);
    // The car is switched off and the bus sleeps: silence is no fault any more. The adapter itself may
    // be opened again, as simulated time does not wait for what answers on a busy machine.
    await until("the adapter listens again", () => slcan.mode === "listen");
    await speak(slcan, until, false);
    await until("the car is off", () => metric(runtime, "v.e.on") === false);
    const silent = /^no frame for/;
    await until("frames", () => !silent.test(state()));
    const { seconds } = runtime;
    await until("half a minute", () => {
      doesNotMatch(state(), silent);
      return runtime.seconds > seconds + 30;
    });
  }));

Deno.test("12 V that only a charging converter has means that the bus should live", () =>
  onGateway(all, async (_, world) => {
    const { slcan, until } = world;
    const closed = () => slcan.commands.filter((it) => it === "C").length;
    await until("the adapter listens", () => slcan.mode === "listen");
    const before = closed();
    world.volts = 13.9;
    await until("the watchdog", () => closed() > before);
  }));

Deno.test("what is not named is absent, or simulated if that was asked for", async () => {
  await using world = new World();
  const modem = `--modem=${world.modemPort.path}`;
  const names = async (flags: readonly string[]) => {
    const { hal, end } = await world.gateway(flags);
    await end();
    const { can, gsm, gps, supply } = hal;
    return [
      can.buses.map(({ name }) => name).join(),
      gsm?.name,
      gps?.name,
      supply.volts(),
    ];
  };
  const ours = `modem:${world.modemPort.path}`;
  deepEqual(await names([modem]), ["none", ours, undefined, undefined]);
  deepEqual(
    await names([modem, "--simulate"]),
    ["simulated", ours, "simulated", 12.5],
  );
  deepEqual(await names([modem, "--gps=modem"]), [
    "none",
    ours,
    `${ours} GPS`,
    undefined,
  ]);
});

Deno.test("a new operator lock reaches the modem", () =>
  onGateway(withoutCan, async ({ runtime }, { modem, later: until }) => {
    await until("network", () => metric(runtime, "m.net.connected") === true);
    runtime.params.set(new Map([[PARAM.operator, "o2 - de"]]), "test");
    const asked = () => modem.commands.includes('AT+COPS=1,1,"o2 - de";+COPS?');
    await until("the modem was told", asked);
  }));

Deno.test("a low 12 V battery: the owner is told, then the program ends with its own code", async () => {
  await using world = new World();
  const { modem, later: until } = world;
  world.volts = 10.8;
  const gateway = await world.gateway([
    ...world.flagsWithoutCan,
    "--shutdown-below=11.0",
    "--shutdown-delay=90s",
  ]);
  const { runtime, stopping } = gateway;
  runtime.params.set(
    new Map([[PARAM.phone, OWNER], [PARAM.password, "secret"]]),
    "test",
  );
  await until("the end", () => stopping.asked);
  ok(runtime.seconds >= 90);
  deepEqual(modem.sent.map(({ to }) => to), [OWNER]);
  match(modem.sent[0]?.text ?? "", /^12V BATTERY 10\.8V: THE GATEWAY SWITCHES/);
  equal(await gateway.end(), 3);
});

Deno.test("systemd hears of start, life and end, and of a stuck runtime nothing", async () => {
  await using world = new World();
  const path = `${world.folder}/notify`, systemd = datagramSocket(path);
  const said: string[] = [];
  const listen = () => {
    for (let text = systemd.next(); text; text = systemd.next()) {
      said.push(text);
    }
    return said.length;
  };
  world.volts = 12;
  const gateway = await world.gateway(world.flagsWithoutCan, {
    socket: path,
    watchdog: "30000000",
  });
  await world.later("three signs", () => listen() > 3);
  const alive = gateway.runtime.seconds;
  ok(alive >= 30 && alive < 40);
  match(said[0] ?? "", /^READY=1\nSTATUS=CAN .*; GSM .*; GPS /);
  match(
    said[1] ?? "",
    /^WATCHDOG=1\nSTATUS=CAN not set up[^;]*; GSM up; GPS up$/,
  );
  gateway.runtime.stop();
  const before = said.length, { clock } = world, at = clock.monotonic();
  await world.later("a minute", () => clock.monotonic() > at + 60_000);
  equal(listen(), before);
  await gateway.end();
  listen();
  deepEqual(said.slice(before), ["STOPPING=1"]);
  systemd.close();
});

Deno.test("the DIAG console on a serial port", () =>
  onGateway(withoutCan, async ({ runtime }, { terminal, later: until }) => {
    const answered = async (typed: string, last: RegExp) => {
      terminal.shown = "";
      await terminal.type(typed);
      await until(typed, () => last.test(terminal.shown));
      return terminal.shown;
    };
    await until("the port is open", () => runtime.seconds > 1);
    equal(
      await answered("S VERSION\rSETUP\r", /MODE\r\n\r\n$/),
      "\x1b[2J\x1b[01;01H\r\n# OVMS DIAGNOSTICS MODE\r\n\r\n",
    );
    match(
      await answered("S MODULE? \r", /Notifications/),
      /^\r\n# Module:\r\n VehicleID:\r\n/,
    );
    equal(
      await answered("PASS hidden\r", /\r\n.*\r\n/),
      "\r\n# Module password has been changed.\r\n",
    );
    equal(runtime.params.get(PARAM.password), "hidden");
    equal(
      await answered("M 4,8,TWIZY7\r", /c4.*\r\n\r\n/),
      "\r\n# MP-0 c4,0\r\n\r\n",
    );
    equal(runtime.params.get(PARAM.vehicleId), "TWIZY7");
    match(await answered("M 77\r", /c77.*\r\n\r\n/), /MP-0 c77,3\r\n/);
    match(
      await answered("DIAG\r", /\+CSQ: .*\r\n/),
      /^\r\n# DIAG\r\n\r\n# Firmware: [\d.]+\/RT[\d.]+\/V2\r\n[^]*\+COPS: [^]*\+CPIN: READY/,
    );
    match(await answered("?\r", /MP-0 V.*\r\n/), /'S' COMMANDS:[^]*STAT/);
    runtime.notify("test.charge", { priority: "charge", summary: "" });
    const alert = "\r\n# NOTIFY CHARGE ALERT\r\n";
    await until("an alert", () => terminal.shown.endsWith(alert));
  }));
