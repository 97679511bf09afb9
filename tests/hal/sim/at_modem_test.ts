import { deepEqual, equal, match, ok } from "node:assert/strict";
import { openSerial } from "../../../hal/linux/open_serial.ts";
import { SystemClock } from "../../../hal/clock.ts";
import { AtModem, STATE } from "../../../hal/modem/mod.ts";
import { SimAtModem } from "../../../hal/sim/at_modem.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { until } from "../until.ts";
import { PtyModem } from "./pty_modem.ts";

const OWNER = "+491701234567";
const LONG = "Ladung beendet: 97 %, 48 - 59 km [ok] ".repeat(6).trim();

/** Runs gammu on the port; its output. */
async function gammu(port: string, ...args: string[]): Promise<string> {
  const config = await Deno.makeTempFile();
  await Deno.writeTextFile(
    config,
    `[gammu]\ndevice = ${port}\nconnection = at115200\nmodel = at\n`,
  );
  try {
    const { stdout, stderr } = await new Deno.Command("gammu", {
      args: ["-c", config, ...args],
      env: { LANG: "C.UTF-8", LC_ALL: "C.UTF-8" },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    return decoder.decode(stdout) + decoder.decode(stderr);
  } finally {
    await Deno.remove(config);
  }
}

/** Why gammu cannot be tried here, or undefined. */
async function missing(): Promise<string | undefined> {
  try {
    await new Deno.Command("gammu", { args: ["--version"], stdout: "null" })
      .output();
    return undefined;
  } catch {
    return "gammu is not installed";
  }
}

async function withPty(
  test: (sim: SimAtModem, port: string) => Promise<void>,
): Promise<void> {
  const sim = new SimAtModem(), pty = new PtyModem(sim);
  try {
    await test(sim, pty.path);
  } finally {
    await pty.close();
  }
}

const why = await missing();
if (why) console.log(`the tests with gammu are left out: ${why}`);

/** What gammu does, each on a modem of its own; at the same time, since gammu mostly waits. */
const TRIALS: Readonly<
  Record<string, (sim: SimAtModem, port: string) => Promise<void>>
> = {
  "--identify": async (_, port) => {
    const output = await gammu(port, "--identify");
    match(output, /Manufacturer\s+: SIMCOM/);
    match(output, /Model\s+: .*SIM900/);
    match(output, /IMEI\s+: 013227004223478/);
    match(output, /SIM IMSI\s+: 262011234567890/);
  },
  "getallsms": async (sim, port) => {
    sim.store(OWNER, "STAT?");
    sim.store("+4930", "Grüße [€] Ж");
    sim.store(OWNER, LONG);
    const output = await gammu(port, "getallsms");
    match(output, /\+491701234567/);
    match(output, /STAT\?/);
    match(output, /Grüße \[€\] Ж/);
    match(output, /4 SMS parts in [34] SMS sequences/);
  },
  "sendsms TEXT": (sim, port) => sends(sim, port, "STAT?"),
  "sendsms TEXT, several parts": (sim, port) =>
    sends(sim, port, LONG, "-len", "400"),
  "sendsms TEXT, UCS-2": (sim, port) => sends(sim, port, "Ж €", "-unicode"),
};

async function sends(
  sim: SimAtModem,
  port: string,
  text: string,
  ...args: string[]
): Promise<void> {
  match(
    await gammu(port, "sendsms", "TEXT", OWNER, ...args, "-text", text),
    /OK/,
  );
  equal(sim.sent.map((each) => each.text).join(""), text);
  ok(sim.sent.every(({ to }) => to === OWNER));
}

Deno.test({
  name: "gammu gets along with the simulated modem",
  ignore: why !== undefined,
  fn: async (t) => {
    const trials = Object.entries(TRIALS).map(([name, fn]) =>
      t.step({
        name,
        fn: () => withPty(fn),
        sanitizeOps: false,
        sanitizeResources: false,
        sanitizeExit: false,
      })
    );
    await Promise.all(trials);
  },
});

Deno.test("our own driver talks to it over a serial port", () =>
  withPty(async (sim, port) => {
    const clock = new SimClock(), received: string[] = [];
    const modem = new AtModem({
      name: "pty",
      clock,
      open: () => openSerial(port, { baudRate: 115_200 }, new SystemClock()),
    });
    modem.open({
      sms: (_, text) => Promise.resolve(void received.push(text)),
    });
    const passing = (what: string, holds: () => boolean) =>
      until(what, () => {
        if (!holds()) clock.advance(50);
        return holds();
      });
    await passing("ready", () => modem.state.number === STATE.ready);
    sim.deliver(OWNER, LONG);
    await passing("received", () => received.length === 1);
    deepEqual(received, [LONG]);
    const sending = modem.send(OWNER, LONG);
    await passing("sent", () => modem.counters.sent === 1);
    await sending;
    equal(sim.sent.map(({ text }) => text).join(""), LONG);
    await modem.close();
  }));
