import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { Exchange } from "../../../hal/modem/exchange.ts";
import { RED, STATE } from "../../../hal/modem/mod.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { withModem } from "./bench.ts";

Deno.test("the start sequence is the module's, and ends ready", () =>
  withModem({}, async (bench) => {
    bench.open();
    const seen: number[] = [];
    for (let second = 0; second < 40; second++) {
      await bench.seconds(1);
      const { number } = bench.modem.state;
      if (seen.at(-1) !== number) seen.push(number);
    }
    deepEqual(seen, [STATE.firstRun, STATE.settle, STATE.ready]);
    deepEqual(bench.sim.commands.slice(0, 5), [
      "AT",
      "AT+CSMINS?",
      'AT+CCID;+CPBF="O-";+CPIN?',
      "AT+CREG=1;+CLIP=1;+CMGF=1;+CNMI=2,2;+CSDH=1;E0",
      "AT+COPS=0,1;+COPS?",
    ]);
    equal(bench.modem.state.operator, "Simulate");
    equal(bench.modem.state.technology, "UMTS");
  }));

Deno.test("a network that the modem changed to by itself is told by its name within a minute", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    equal(bench.modem.state.operator, "Simulate");
    bench.sim.operator = "Orange F";
    await bench.seconds(60);
    equal(bench.modem.state.operator, "Orange F");
    bench.sim.say('+COPS: (2,"Proximus","PXS","20601",7),,(0-4),(0-2)');
    equal(bench.modem.state.operator, "Orange F");
  }));

Deno.test("a name in parameter 13 locks the operator", () =>
  withModem({ operatorLock: () => 'Net"1' }, async (bench) => {
    await bench.ready();
    ok(bench.sim.commands.includes('AT+COPS=1,1,"Net1";+COPS?'));
  }));

Deno.test("second 30 of each minute asks for registration and signal", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    bench.sim.signal = 18;
    await bench.seconds(35);
    equal(bench.modem.state.signal, 18);
    ok(bench.modem.state.registered);
    bench.sim.signal = 99;
    await bench.seconds(60);
    equal(bench.modem.state.signal, 0);
    bench.sim.signal = 9;
    await bench.seconds(60);
    equal(bench.modem.state.signal, 9);
    const polls = bench.sim.commands.filter((at) => at === "AT+CREG?;+CSQ");
    equal(polls.length, 3);
  }));

Deno.test("no SIM and a PIN lock are shown, and OK does not pass them", () =>
  withModem({}, async (bench) => {
    bench.sim.simPresent = false;
    bench.open();
    await bench.seconds(30);
    equal(bench.modem.state.number, STATE.simCheck);
    equal(bench.modem.leds.red, RED.noSim);
    bench.sim.simPresent = true;
    bench.sim.pin = "SIM PIN";
    await bench.seconds(10);
    equal(bench.modem.state.number, STATE.pinCheck);
    equal(bench.modem.leds.red, RED.pinLock);
    bench.sim.pin = "READY";
    await bench.seconds(30);
    equal(bench.modem.state.number, STATE.ready);
  }));

Deno.test("a modem without SIMCom's commands gets along", () =>
  withModem({}, async (bench) => {
    for (const name of ["+CSMINS", "+CPBF", "+CCID", "+CSDH"]) {
      bench.sim.faults.unknown.add(name);
    }
    await bench.ready();
    bench.sim.deliver("+491701", "STAT");
    await bench.seconds(1);
    deepEqual(bench.received, [["+491701", "STAT"]]);
  }));

Deno.test("phone book entries beginning O- are handed on", async () => {
  const entries: string[] = [];
  await withModem(
    { phoneBook: (name) => entries.push(name) },
    async (bench) => {
      bench.sim.phoneBook = ['1,"0",129,"O-8-TWIZY42"', '2,"0",129,"Anna"'];
      await bench.ready();
    },
  );
  deepEqual(entries, ["O-8-TWIZY42"]);
});

Deno.test("a lock that changes while the operator is being selected is not missed", async () => {
  let lock = "";
  await withModem({ operatorLock: () => lock }, async (bench) => {
    bench.open();
    const selects = () =>
      bench.sim.commands.some((at) => at.includes("+COPS=0,1"));
    for (let i = 0; i < 60 && !selects(); i++) await bench.seconds(1);
    lock = "Net2";
    bench.modem.selectOperator();
    await bench.seconds(30);
    ok(bench.sim.commands.includes('AT+COPS=1,1,"Net2";+COPS?'));
    equal(bench.modem.state.number, 0x20);
    equal(
      bench.sim.commands.filter((at) => at.includes("Net2")).length,
      1,
    );
  });
});

Deno.test("a refused operator selection waits for the network", () =>
  withModem({}, async (bench) => {
    bench.sim.faults.unknown.add("+COPS");
    bench.sim.registration = 2;
    bench.open();
    await bench.seconds(15);
    equal(bench.modem.state.number, STATE.waitForNetwork);
    bench.sim.register(5);
    await bench.seconds(1);
    equal(bench.modem.state.number, STATE.ready);
  }));

Deno.test("a lost network is selected again after 120 s", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    bench.sim.register(1);
    await bench.seconds(1);
    ok(bench.modem.state.registered);
    bench.sim.register(2);
    await bench.seconds(110);
    ok(!bench.modem.state.registered);
    equal(bench.modem.leds.red, RED.signalLost);
    equal(bench.modem.state.number, STATE.ready);
    await bench.seconds(15);
    equal(bench.modem.state.number, STATE.settle);
  }));

Deno.test("a mute modem is woken, restarted, then its port is opened again", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    bench.sim.faults.mute = true;
    await bench.seconds(200);
    equal(bench.modem.leds.red, RED.noModem);
    ok(bench.modem.counters.timeouts >= 1);
    equal(bench.modem.counters.reopened, 1 + 1);
    bench.sim.faults.mute = false;
    await bench.seconds(60);
    equal(bench.modem.state.number, STATE.ready);
  }));

Deno.test("a modem that restarts by itself is set up again", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    bench.sim.restart();
    await bench.seconds(20);
    equal(bench.modem.state.number, STATE.ready);
    bench.sim.deliver("+491701", "STAT");
    await bench.seconds(1);
    deepEqual(bench.received, [["+491701", "STAT"]]);
  }));

Deno.test("a pulled modem comes back", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    bench.port.unplug();
    await bench.seconds(20);
    match(bench.modem.problem ?? "", /not there/);
    equal(bench.modem.leds.red, RED.noModem);
    bench.port.plug();
    await bench.seconds(40);
    equal(bench.modem.problem, undefined);
    equal(bench.modem.state.number, STATE.ready);
  }));

Deno.test("a call is hung up and shows that the network is there", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    bench.sim.ring("+491701");
    await bench.seconds(1);
    ok(bench.sim.commands.includes("ATH"));
    ok(bench.modem.state.registered);
    equal(bench.modem.counters.calls, 1);
  }));

Deno.test("USSD gives the network's text, or says why not", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    bench.sim.ussd.set("*100#", "Guthaben: 12,34 EUR\nDanke");
    equal(await bench.modem.ussd("*100#"), "Guthaben: 12,34 EUR\nDanke");
    const late = rejects(bench.modem.ussd("*101#"), /did not answer/);
    await bench.seconds(16);
    await late;
    // Its answer must not be taken for that to the next one.
    equal(bench.sim.commands.at(-1), "AT+CUSD=2");
    const invalid = rejects(bench.modem.ussd("*102#"), /Invalid USSD result/);
    await bench.seconds(1);
    bench.sim.say("+CUSD: 2");
    await bench.seconds(1);
    await invalid;
    await rejects(bench.modem.ussd('1"\r'), /digits/);
  }));

Deno.test("raw commands run between the others; messages stay the driver's own", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    // "DONE" are words of modems for LTE that have just started
    bench.sim.noise = () => ["+CREG: 1", "RING", "SMS DONE", "PB DONE"];
    deepEqual(await bench.modem.command("AT+CBC"), ["+CBC: 0,80,4012"]);
    await rejects(bench.modem.command("AT+NONSENSE"), /ERROR/);
    await rejects(bench.modem.command("AT+CMGS=1"), /driver's own/);
    await rejects(bench.modem.command("AT\rAT"), /printable/);
  }));

Deno.test("an OK of the set-up that comes late is none of what follows", () =>
  withModem({ delivery: "stored" }, async (bench) => {
    bench.open();
    await bench.seconds(1);
    const { output } = bench.sim, { clock, modem } = bench;
    bench.sim.output = (bytes) => void clock.after(100, () => output(bytes));
    while (modem.state.number !== STATE.ready) await clock.run(50);
    output(new TextEncoder().encode("\r\nOK\r\n"));
    const answer = modem.command("AT+CBC");
    await bench.seconds(10);
    deepEqual(await answer, ["+CBC: 0,80,4012"]);
  }));

Deno.test("an answer without what it ought to have counts after its time", async () => {
  const clock = new SimClock(), exchange = new Exchange(() => {}, clock);
  const proven = exchange.run("AT+X?", 1000, "+X:");
  for (const line of ["OK", "+X: 1", "OK"]) exchange.line(line);
  deepEqual(await proven, ["+X: 1"]);
  const never = exchange.run("AT+X?", 1000, "+X:");
  exchange.line("OK");
  const silent = exchange.run.bind(exchange, "AT+X?", 1000, "+X:");
  await clock.run(1000);
  deepEqual(await never, []);
  const missing = rejects(silent(), /did not answer/);
  await clock.run(1000);
  await missing;
});

Deno.test("closing turns away what waits, and what comes later", async () => {
  const rejected: Promise<void>[] = [];
  await withModem({}, async (bench) => {
    bench.open();
    await bench.seconds(1);
    rejected.push(rejects(bench.modem.send("+491701", "x"), /closed/));
    await bench.modem.close();
    await rejects(bench.modem.command("AT"), /closed/);
  });
  await Promise.all(rejected);
});

for (
  const [told, shown] of [
    ["TÃ©lÃ©com", "Télécom"],
    ["Télécom", "Télécom"],
    ["00540065006C", "Tel"],
  ] as const
) {
  Deno.test(`an operator's name that the modem tells as ${told}`, () =>
    withModem({}, async (bench) => {
      bench.sim.operator = told;
      await bench.ready();
      equal(bench.modem.state.operator, shown);
    }));
}
