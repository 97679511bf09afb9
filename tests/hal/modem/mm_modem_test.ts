import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { MmGps } from "../../../hal/gps/mod.ts";
import type { DeliveryReport, GpsFix, SmsOrigin } from "../../../hal/mod.ts";
import { MmModem } from "../../../hal/modem/mod.ts";
import { SimClock } from "../../../hal/sim/clock.ts";

const SMS = "/org/freedesktop/ModemManager1/SMS/";

/** ModemManager with one modem, as `mmcli` shows it. */
class FakeMm {
  readonly asked: string[] = [];
  readonly messages = new Map<string, Readonly<Record<string, unknown>>>();
  readonly sent: string[] = [];
  gps: Readonly<Record<string, unknown>> = {};
  broken: string | undefined;
  refusal: string | undefined;
  keeps = false;
  /** A message that mmcli does not write as JSON. */
  unreadable: string | undefined;
  /** What happens while a message goes out. */
  sending: () => void = () => {};
  /** Reference of the message that went out last. */
  reference = 40;

  readonly run = (args: readonly string[]): Promise<string> =>
    Promise.try(() => this.#answer(args));

  add(id: number, from: string, text: string, state = "received"): void {
    this.messages.set(`${SMS}${id}`, {
      content: { number: from, text },
      properties: {
        "pdu-type": state === "received" ? "deliver" : "submit",
        state,
        "message-reference": state === "unknown"
          ? `${this.reference + 1}`
          : "--",
        timestamp: "2026-05-01T12:00:00+02",
      },
    });
  }

  #answer(args: readonly string[]): string {
    // Without it mmcli gives up after 30 s, and what it sent goes out unnoticed.
    equal(args.at(-1), "--timeout=85");
    const line = args.slice(0, -1).join(" ");
    this.asked.push(line);
    if (this.broken !== undefined) throw new Error(this.broken);
    const deleted = /--messaging-delete-sms=(\S+)/.exec(line)?.[1];
    if (deleted !== undefined) {
      if (this.keeps) throw new Error("error: couldn't delete the SMS");
      this.messages.delete(deleted);
      return "";
    }
    const created = /--messaging-create-sms=(.*)$/s.exec(line)?.[1];
    if (created !== undefined) {
      this.add(90, created, "", "unknown");
      this.reference++;
      return `Successfully created new SMS: ${SMS}90`;
    }
    const path = /^-s (\S+)/.exec(line)?.[1] ?? "";
    if (line.endsWith("--send")) return this.#send(path);
    if (path !== "" && path === this.unreadable) return '{"sms": "\n';
    if (path !== "") return JSON.stringify({ sms: this.messages.get(path) });
    if (line.includes("ussd")) {
      return "USSD session initiated; new reply from network: 'Balance 5'";
    }
    return JSON.stringify(this.#about(line));
  }

  #send(path: string): string {
    if (this.refusal !== undefined) throw new Error(this.refusal);
    const content = this.messages.get(path)?.["content"];
    this.sent.push(JSON.stringify(content));
    this.sending();
    return "successfully sent the SMS";
  }

  #about(line: string): unknown {
    if (line.includes("list-sms")) {
      return { "modem.messaging.sms": [...this.messages.keys()] };
    }
    if (line.includes("location-get")) {
      return { modem: { location: { gps: this.gps } } };
    }
    return {
      modem: {
        "3gpp": {
          "registration-state": "roaming",
          "operator-name": "Simulated",
        },
        generic: {
          "signal-quality": { recent: "yes", value: "60" },
          "access-technologies": ["lte"],
        },
      },
    };
  }
}

interface Bench {
  readonly mm: FakeMm;
  readonly modem: MmModem;
  readonly clock: SimClock;
  readonly got: [from: string, text: string, origin: SmsOrigin | undefined][];
}

async function withMm(test: (bench: Bench) => Promise<void>): Promise<void> {
  const mm = new FakeMm(), clock = new SimClock(), got: Bench["got"] = [];
  const modem = new MmModem({ modem: "any", clock, run: mm.run });
  modem.open({
    sms: (from, text, origin) =>
      Promise.resolve(void got.push([from, text, origin])),
  });
  try {
    await test({ mm, modem, clock, got });
  } finally {
    await modem.close();
  }
}

Deno.test("state, operator and signal as ModemManager tells them", () =>
  withMm(async ({ mm, modem, clock }) => {
    await clock.run(1000);
    deepEqual(modem.state, {
      number: 0x20,
      registered: true,
      signal: 19,
      operator: "Simulate",
      technology: "LTE",
    });
    equal(modem.problem, undefined);
    mm.broken = "error: couldn't find modem";
    await clock.run(11_000);
    match(modem.problem ?? "", /^couldn't find modem$/);
    ok(!modem.state.registered);
    equal(modem.leds.red, 2);
    mm.broken = undefined;
    await clock.run(11_000);
    ok(modem.state.registered);
  }));

Deno.test("where reports of deliveries are wanted they are asked for, told by their references and taken away", async () => {
  const OWNER = "+491701234567";
  const states: Readonly<Record<string, string>> = {
    "completed-received": "delivered",
    "temporary-error-congestion": "trying",
    "temporary-fatal-error-congestion": "undelivered",
    "error-not-obtainable": "undelivered",
    "unknown": "",
  };
  for (const reports of [true, false]) {
    const mm = new FakeMm(), clock = new SimClock();
    const got: DeliveryReport[] = [], texts: string[] = [];
    const modem = new MmModem({ modem: "any", clock, run: mm.run, reports });
    modem.open({
      sms: (_, text) => Promise.resolve(void texts.push(text)),
      report: (report) => got.push(report),
    });
    deepEqual(await modem.send(OWNER, "alert", true), reports ? [41] : []);
    deepEqual(await modem.send(OWNER, "answer", false), []);
    const asked = mm.asked.filter((line) => /report-request=yes/.test(line));
    equal(asked.length, reports ? 1 : 0);
    Object.keys(states).forEach((state, n) =>
      mm.messages.set(`${SMS}${n}`, {
        content: { number: OWNER, text: "--" },
        properties: {
          "pdu-type": "status-report",
          state: "received",
          "message-reference": String(41 + n),
          "delivery-state": state,
        },
      })
    );
    await clock.run(25_000);
    deepEqual(
      got.map(({ reference, to, state }) => `${reference} ${to} ${state}`),
      reports
        ? Object.values(states).filter((state) => state !== "")
          .map((state, n) => `${41 + n} ${OWNER} ${state}`)
        : [],
    );
    deepEqual(texts, []);
    equal(mm.messages.size, reports ? 0 : 5, "of others, where none is wanted");
    await modem.close();
  }
});

Deno.test("messages that came in are handed over once and deleted; those of others stay", () =>
  withMm(async ({ mm, clock, got }) => {
    mm.add(3, "+491701", "STAT?\nplease");
    mm.add(4, "+491702", "a draft", "stored");
    mm.add(5, "+491703", "first part", "receiving");
    mm.keeps = true;
    await clock.run(35_000);
    deepEqual(got.map(([from, text]) => [from, text]), [
      ["+491701", "STAT? please"],
    ]);
    equal(got[0]?.[2]?.sentAt, Date.UTC(2026, 4, 1, 10));
    mm.keeps = false;
    await clock.run(11_000);
    deepEqual([...mm.messages.keys()], [`${SMS}4`, `${SMS}5`]);
    equal(got.length, 1);
  }));

Deno.test("a message that mmcli cannot show keeps nothing else from working", () =>
  withMm(async ({ mm, modem, clock, got }) => {
    mm.add(1, "+491", "bad");
    mm.add(2, "+492", "STAT?");
    mm.unreadable = `${SMS}1`;
    await clock.run(11_000);
    deepEqual(got.map(([, text]) => text), ["STAT?"]);
    equal(modem.problem, undefined);
    ok(modem.state.registered);
    equal(modem.counters.failed, 2);
    mm.unreadable = undefined;
    await clock.run(11_000);
    deepEqual(got.map(([, text]) => text), ["STAT?", "bad"]);
    equal(mm.messages.size, 0);
  }));

Deno.test("another message in the place of one that could not be deleted is read", () =>
  withMm(async ({ mm, clock, got }) => {
    mm.keeps = true;
    mm.add(5, "+491", "first");
    await clock.run(31_000);
    // ModemManager was started again, and counts anew.
    mm.messages.clear();
    mm.add(5, "+491", "second");
    mm.keeps = false;
    await clock.run(31_000);
    deepEqual(got.map(([, text]) => text), ["first", "second"]);
    equal(mm.messages.size, 0);
  }));

Deno.test("where ModemManager restarts meanwhile, the message that has the place of another is not deleted unread", async () => {
  const mm = new FakeMm(), clock = new SimClock(), texts: string[] = [];
  const modem = new MmModem({ modem: "any", clock, run: mm.run });
  const restart = (id: number, text: string) => {
    mm.messages.clear();
    mm.add(id, "+491", text);
  };
  mm.add(1, "+491", "first");
  modem.open({
    sms: (_from, text) => {
      texts.push(text);
      if (text === "first") restart(1, "second");
      return Promise.resolve();
    },
  });
  await clock.run(11_000);
  mm.sending = () => restart(90, "third");
  await modem.send("+492", "answer");
  await clock.run(31_000);
  deepEqual(texts, ["first", "second", "third"]);
  equal(mm.messages.size, 0);
  await modem.close();
});

Deno.test("a text is sent and cleared away, whatever quotes it has", () =>
  withMm(async ({ mm, modem, clock }) => {
    await clock.run(1000);
    await modem.send("+49 170-1", 'It\'s 5 "km"');
    equal(mm.messages.size, 0);
    match(mm.sent[0] ?? "", /It's 5 ''km''.*number='\+491701'/);
    mm.refusal = "error: couldn't send the SMS: 'NetworkTimeout'";
    await rejects(modem.send("+491701", "x"), {
      temporary: true,
      perhapsSent: false,
    });
    mm.refusal = "error: couldn't send the SMS: 'Timeout was reached'";
    await rejects(modem.send("+491701", "x"), {
      message: "ModemManager did not answer in time",
      temporary: true,
      perhapsSent: true,
    });
    mm.refusal =
      "error: couldn't send the SMS: 'GDBus.Error:Message.NotAllowed'";
    await rejects(modem.send("+491701", "x"), { temporary: false });
    equal(mm.messages.size, 0);
    equal(await modem.ussd("*100#"), "Balance 5");
    await rejects(modem.command(), /takes no commands/);
  }));

Deno.test("the position of ModemManager's receiver, as long as it is a new one", async () => {
  const mm = new FakeMm(), clock = new SimClock(), fixes: GpsFix[] = [];
  const gps = new MmGps("any", clock, mm.run, () => true);
  gps.open((fix) => fixes.push(fix));
  mm.gps = {
    utc: "120000.0",
    latitude: "51.257704",
    longitude: "7.160899",
    altitude: "--",
  };
  await clock.run(5000);
  deepEqual(fixes, [{
    fix: true,
    latitude: 51.257704,
    longitude: 7.160899,
  }]);
  await clock.run(5000);
  deepEqual(fixes.at(-1), { fix: false });
  ok(mm.asked.includes("-m any --location-enable-gps-raw"));
  mm.broken = "error: couldn't enable location: 'Unauthorized'";
  await clock.run(5000);
  match(gps.problem ?? "", /Unauthorized/);
  await gps.close();
});
