import assert from "node:assert/strict";
import { SimGsm } from "../../../hal/sim/mod.ts";

Deno.test("messages go in and come out", async () => {
  const gsm = new SimGsm(), seen: string[] = [], told: string[] = [];
  gsm.onSend = ({ text }) => void told.push(text);
  await gsm.incoming("+1", "nobody listens");
  gsm.open({
    sms: async (from, text) => {
      seen.push(`${from} ${text}`);
      await gsm.send(from, "answer");
    },
  });
  await gsm.incoming("+1", "hello");
  assert.deepEqual(seen, ["+1 hello"]);
  assert.deepEqual(gsm.sent, [{ to: "+1", text: "answer" }]);
  assert.deepEqual(told, ["answer"]);
  await gsm.close();
  await gsm.incoming("+1", "closed");
  assert.equal(seen.length, 1);
});

Deno.test("a network that refuses, or is not there, sends nothing", async () => {
  const gsm = new SimGsm();
  gsm.refuses = true;
  await assert.rejects(gsm.send("+1", "a"), /refused/);
  gsm.refuses = false;
  gsm.state = { ...gsm.state, registered: false };
  await assert.rejects(gsm.send("+1", "a"), /refused/);
  assert.deepEqual(gsm.sent, []);
});

Deno.test("the LEDs tell readiness and a lost signal", () => {
  const gsm = new SimGsm();
  assert.deepEqual(gsm.leds, { green: 2, red: 0 });
  gsm.state = { ...gsm.state, registered: false, number: 0x10 };
  assert.deepEqual(gsm.leds, { green: 0, red: 1 });
});

Deno.test("a signal report sets the signal, other lines do nothing", () => {
  const gsm = new SimGsm();
  const after = (line: string) => {
    gsm.line(line);
    return gsm.state.signal;
  };
  assert.deepEqual(
    ["+CSQ: 13,0", "+CREG: 1", "+CSQ: x", "+CSQ: 99,99"].map(after),
    [13, 13, 13, 0],
  );
});

Deno.test("only codes with an answer are answered", async () => {
  const gsm = new SimGsm();
  gsm.ussdAnswers.set("*100#", "7.50 EUR");
  assert.equal(await gsm.ussd("*100#"), "7.50 EUR");
  await assert.rejects(gsm.ussd("*101#"), /does not answer/);
  assert.deepEqual(await gsm.command(), ["OK"]);
});
