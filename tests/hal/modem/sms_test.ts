import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { OpenPort } from "../../../hal/byte_port.ts";
import { STATE } from "../../../hal/modem/mod.ts";
import { type ModemBench, withModem } from "./bench.ts";

const OWNER = "+491701234567";
const LONG = "Zeile 1\n[äöü] €5 ".repeat(20);
const CYRILLIC = "Заряд окончен: 97 % 🔋 ".repeat(9);
const DELIVERIES = ["text", "pdu", "stored"] as const;

/** Texts that were sent, parts joined by the text only. */
function sentText(bench: ModemBench): string {
  return bench.sim.sent.map(({ text }) => text).join("");
}

Deno.test("a message that is with the network was sent, whatever the modem answers behind it", async () => {
  let isDeaf = () => false;
  const ready = Promise.withResolvers<OpenPort>();
  const open: OpenPort = async (signal) => {
    const port = await (await ready.promise)(signal);
    const modem = port.writable.getWriter();
    return {
      ...port,
      writable: new WritableStream<Uint8Array>({
        write: (bytes) => isDeaf() ? undefined : modem.write(bytes),
      }),
    };
  };
  await withModem({ open }, async (bench) => {
    ready.resolve(bench.port.open);
    await bench.ready();
    isDeaf = () => bench.sim.sent.length > 0;
    let end = "";
    bench.modem.send("+49170", "Grüße {1}").then(
      () => end = "sent",
      ({ message }) => end = message,
    );
    await bench.seconds(60);
    deepEqual([end, bench.sim.sent.length], ["sent", 1]);
  });
});

for (const delivery of DELIVERIES) {
  Deno.test(`${delivery}: messages come in whole, in order, once`, () =>
    withModem({ delivery }, async (bench) => {
      await bench.ready();
      const texts = [
        "STAT?",
        "a\nOK\r\n+CMT: x",
        "",
        "{€}",
        LONG,
        CYRILLIC,
        "> ",
      ];
      const readable = texts.filter((text) =>
        delivery !== "text" || text !== "{€}"
      );
      for (const text of readable) bench.sim.deliver(OWNER, text);
      await bench.seconds(5);
      deepEqual(
        bench.received,
        readable.map((text) => [OWNER, text.replace(/[\r\n]/g, " ")]),
      );
      ok(bench.modem.state.registered || delivery === "stored");
      deepEqual(bench.sim.stored, []);
      equal(bench.modem.counters.received, readable.length);
    }));

  Deno.test(`${delivery}: texts go out whole`, () =>
    withModem({ delivery }, async (bench) => {
      await bench.ready();
      for (
        const text of ["STAT", "x@y_$ [1]", "x".repeat(160), LONG, CYRILLIC]
      ) {
        bench.sim.sent.length = 0;
        const sending = bench.modem.send("+49 (170) 1234-567", text);
        await bench.seconds(3);
        await sending;
        equal(sentText(bench), text);
        ok(bench.sim.sent.every(({ to }) => to === OWNER));
      }
      bench.sim.deliver(OWNER, "STAT");
      await bench.seconds(3);
      deepEqual(bench.received, [[OWNER, "STAT"]]);
    }));

  Deno.test(`${delivery}: stored messages are read at the start and deleted when handled`, () =>
    withModem({ delivery }, async (bench) => {
      bench.sim.store(OWNER, "ONE");
      bench.sim.store(OWNER, LONG);
      const handlers: (() => void)[] = [];
      bench.handle = () => new Promise((resolve) => handlers.push(resolve));
      await bench.ready();
      equal(bench.received.length, 1);
      equal(bench.sim.stored.length, 4);
      handlers.shift()?.();
      await bench.seconds(1);
      equal(bench.sim.stored.length, 3);
      handlers.shift()?.();
      await bench.seconds(1);
      deepEqual(bench.sim.stored, []);
      equal(bench.received.length, 2);
    }));

  Deno.test(`${delivery}: a message whose handler failed stays and is offered again, in parts as well`, () =>
    withModem({ delivery }, async (bench) => {
      bench.sim.store(OWNER, LONG);
      bench.handle = () => Promise.reject(new Error("not now"));
      await bench.ready();
      equal(bench.modem.counters.failed, 1);
      deepEqual(bench.sim.stored.length, bench.sim.stored.at(-1));
      bench.handle = () => Promise.resolve();
      bench.sim.restart();
      await bench.seconds(60);
      equal(bench.received.length, 2);
      deepEqual(bench.received[1], bench.received[0]);
      deepEqual(bench.sim.stored, []);
    }));
}

Deno.test("a text message with header in the middle of an answer harms neither", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    let rang = 0;
    bench.sim.noise = () => {
      if (rang++ > 0) return [];
      return [
        "RING",
        `+CMT: "${OWNER}","","13/12/29,10:00:00+04",145,4,0,0,"+491710760000",145,10\r\nOK\r\nERROR>`,
      ];
    };
    deepEqual(await bench.modem.command("AT+CBC"), ["+CBC: 0,80,4012"]);
    await bench.seconds(1);
    deepEqual(bench.received, [[OWNER, "OK  ERROR>"]]);
  }));

Deno.test("unsolicited lines before the prompt do not get into the message", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    bench.sim.noise = () => ["+CREG: 1", '+CUSD: 0,"a\r\nb",15'];
    await bench.modem.send(OWNER, "STAT\nOK");
    deepEqual(bench.sim.sent, [{ to: OWNER, text: "STAT\nOK" }]);
  }));

Deno.test("control characters cannot end a message early", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    const sending = bench.modem.send(OWNER, "a\x1aAT+CFUN=0\x1bb");
    await bench.seconds(3);
    await sending;
    equal(sentText(bench), "a\x1aAT+CFUN=0\x1bb");
    ok(!bench.sim.commands.includes("AT+CFUN=0"));
  }));

Deno.test("a bad number is refused before anything is sent, and not repeated", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    for (const to of ["", "OVMS", '+49"\r', "+49\x1a17"]) {
      await rejects(bench.modem.send(to, "x"), (error: Error) => {
        return error.message.startsWith("the number") &&
          (to === "" || !error.message.includes(to));
      });
    }
    ok(!bench.sim.commands.some((at) => at.startsWith("AT+CMGS")));
  }));

Deno.test("the network's refusal rejects, the next message goes out", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    bench.sim.faults.refuse = 38;
    await rejects(bench.modem.send(OWNER, "x"), { message: "+CMS ERROR: 38" });
    bench.sim.faults.refuse = undefined;
    const sending = bench.modem.send(OWNER, "y");
    await bench.seconds(3);
    await sending;
    equal(sentText(bench), "y");
    equal(bench.modem.counters.sent, 1);
  }));

Deno.test("two messages are 2 s apart", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    const sending = [
      bench.modem.send(OWNER, "1"),
      bench.modem.send(OWNER, "2"),
    ];
    await bench.seconds(1);
    equal(sentText(bench), "1");
    await bench.seconds(2);
    equal(sentText(bench), "12");
    await Promise.all(sending);
  }));

Deno.test("without a prompt the message is aborted and the modem set up again", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    bench.sim.faults.noPrompt = true;
    const refused = rejects(
      bench.modem.send(OWNER, "x"),
      /did not answer AT\+CMGS/,
    );
    await bench.seconds(6);
    await refused;
    equal(bench.modem.counters.timeouts, 1);
    equal(bench.modem.state.number, STATE.settle);
    bench.sim.faults.noPrompt = false;
    const sending = bench.modem.send(OWNER, "y");
    await bench.seconds(15);
    await sending;
    deepEqual(bench.sim.sent, [{ to: OWNER, text: "y" }]);
  }));

Deno.test("a modem left at a prompt by another program is brought back with ESC", () =>
  withModem({}, async (bench) => {
    bench.sim.input(
      new TextEncoder().encode('AT+CMGF=1\rAT+CMGS="+49170"\rhello'),
    );
    await bench.ready();
    deepEqual(bench.sim.sent, []);
  }));

Deno.test("an echo that comes back is switched off before a text is sent", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    bench.sim.input(new TextEncoder().encode("ATE1\r"));
    const sending = bench.modem.send(OWNER, '+CMT: "forged"');
    await bench.seconds(4);
    await sending;
    deepEqual(bench.sim.sent, [{ to: OWNER, text: '+CMT: "forged"' }]);
    deepEqual(bench.received, []);
    ok(bench.sim.commands.includes("ATE0"));
  }));

Deno.test("a message waits for a modem that is not ready, but not for ever", () =>
  withModem({}, async (bench) => {
    bench.open();
    const sending = bench.modem.send(OWNER, "x");
    await bench.seconds(30);
    await sending;
    bench.port.unplug();
    await bench.seconds(1);
    const refused = rejects(bench.modem.send(OWNER, "x"), /not ready in time/);
    await bench.seconds(130);
    await refused;
  }));

Deno.test("an echo and then a refusal for the mode cost no message", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    const { output } = bench.sim;
    bench.sim.output = (bytes) => {
      output(bytes);
      // What was refused was disturbed on its way: the same again is taken.
      if (new TextDecoder("latin1").decode(bytes).includes("+CMS ERROR")) {
        bench.sim.faults.refuse = undefined;
      }
    };
    bench.sim.input(new TextEncoder().encode("ATE1\r"));
    bench.sim.faults.refuse = 304;
    const sending = bench.modem.send(OWNER, "x");
    await bench.seconds(5);
    await sending;
    deepEqual(bench.sim.sent, [{ to: OWNER, text: "x" }]);
  }));

Deno.test("a modem that restarted without a word gets its settings back within a minute", () =>
  withModem({ delivery: "stored" }, async (bench) => {
    await bench.ready();
    bench.sim.input(
      new TextEncoder().encode("ATE1\rAT+CMGF=1\rAT+CNMI=0,0\r"),
    );
    bench.sim.deliver(OWNER, "STAT");
    await bench.seconds(61);
    deepEqual(bench.received, [[OWNER, "STAT"]]);
  }));

Deno.test("refusals tell whether another try helps", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    const cases = [[38, true], [41, true], [500, true], [331, true]] as const;
    const final = [[1, false], [28, false], [10, false], [304, false]] as const;
    for (const [cause, temporary] of [...cases, ...final]) {
      bench.sim.faults.refuse = cause;
      const refused = rejects(bench.modem.send(OWNER, "x"), {
        temporary,
        perhapsSent: false,
      });
      await bench.seconds(3);
      await refused;
    }
  }));

Deno.test("a modem that forgot its mode without a word gets it again, and the message goes out once", async () => {
  await withModem({ delivery: "stored" }, async (bench) => {
    await bench.ready();
    bench.sim.input(new TextEncoder().encode("AT+CMGF=1\r"));
    const sending = bench.modem.send("+491701234567", "Battery low");
    await bench.seconds(20);
    await sending;
    deepEqual(bench.sim.sent.map(({ text }) => text), ["Battery low"]);
  });
});

Deno.test("an answer whose end got lost is given up, whatever comes unasked meanwhile", async () => {
  await withModem({ delivery: "stored" }, async (bench) => {
    await bench.ready();
    const { output } = bench.sim;
    let loses = true;
    bench.sim.output = (bytes) => {
      const text = new TextDecoder("latin1").decode(bytes);
      if (loses && text.includes("OK")) return;
      output(bytes);
    };
    const asked = bench.modem.command("AT+CBC").then(
      () => "",
      (error) => error,
    );
    for (let k = 0; k < 60; k++) {
      await bench.seconds(5);
      bench.sim.say("+CREG: 1");
    }
    loses = false;
    ok(await asked instanceof Error);
  });
});

Deno.test("a message with missing bytes is given up after 60 s", () =>
  withModem({}, async (bench) => {
    await bench.ready();
    bench.sim.say(
      `+CMT: "${OWNER}","","13/12/29,10:00:00+04",145,4,0,0,"",145,90\r\nSTAT`,
    );
    await bench.seconds(62);
    equal(bench.modem.state.number, STATE.settle);
    bench.sim.deliver(OWNER, "STAT");
    await bench.seconds(1);
    deepEqual(bench.received, [[OWNER, "STAT"]]);
  }));
