/**
 * Text messages through a modem that refuses, restarts and falls silent at random.
 *
 * `deno run tests/soak/messages_soak.ts [messages] [seed]`; ends with 1 unless each message out was sent
 * once, or told to be sent again or given up, and each message in was executed once.
 */
import { openStore } from "../../hal/store/mod.ts";
import { smsChannel } from "../../runtime/owner/core_channels.ts";
import { Notifier } from "../../runtime/owner/notify.ts";
import { Doorman } from "../../runtime/links/sms/doorman.ts";
import { ModemBench } from "../hal/modem/bench.ts";
import { random } from "./random.ts";

const count = Number(Deno.args[0] ?? 10_000);
const seed = Number(Deno.args[1] ?? 1);
const OWNER = "+491701234567";
/** Causes that pass. */
const CAUSES = [38, 41, 42, 47, 500];
/** Seconds that are waited for the last messages, at most: their pauses have grown. */
const PATIENCE = 6 * 3600;
/** Share of the modem's lines that get lost. */
const LOSS = 0.002;

const next = random(seed);
const bench = new ModemBench({ delivery: "stored" });
const store = openStore({ path: ":memory:", clock: bench.clock });
const door = new Doorman(store, bench.clock);
const executed = new Map<string, number>();
bench.modem.open({
  sms: async (_, text, origin) => {
    if (origin && await door.admit(origin) !== "new") return;
    executed.set(text, (executed.get(text) ?? 0) + 1);
  },
});
const notifier = new Notifier({
  store,
  answer: () => Promise.resolve(undefined),
  channels: [smsChannel({
    wants: () => true,
    exists: () => true,
    ready: () => bench.modem.state.registered,
    send: async (_id, text) => void await bench.modem.send(OWNER, text),
    pause: () => Promise.resolve(),
    budget: () => Infinity,
    maxParts: () => 8,
  })],
  updates: { wanted: () => false, ready: () => false, send: () => {} },
  log: () => {},
});
const step = async () => {
  notifier.second();
  await bench.seconds(1);
};
/** Something goes wrong, or ends to. */
const trouble = () => {
  const { faults } = bench.sim;
  faults.refuse = next() < 0.1
    ? CAUSES[Math.floor(next() * CAUSES.length)]
    : undefined;
  faults.noPrompt = next() < 0.02;
  faults.mute = next() < 0.02;
  if (next() < 0.01) bench.sim.restart();
  // Restarted without a word: back to its own settings, and nothing is announced.
  if (next() < 0.01) {
    bench.sim.input(new TextEncoder().encode("ATE1\rAT+CNMI=0,0\r"));
  }
};

// Single lines of the modem get lost on their way, answers, headers and bodies of messages alike.
const { output } = bench.sim;
let loss = LOSS, lines = 0;
bench.sim.output = (bytes) => {
  const text = new TextDecoder("latin1").decode(bytes);
  const left = text.split("\r\n").map((line) => {
    const isLost = line !== "" && next() < loss;
    if (isLost) lines++;
    return isLost ? "" : line;
  }).join("\r\n");
  output(Uint8Array.from(left, (char) => char.charCodeAt(0)));
};

let sent = 0, delivered = 0;
while (sent < count || delivered < count) {
  trouble();
  // A memory that is full refuses, as a network would deliver later.
  if (delivered < count && bench.sim.stored.length < 40) {
    bench.sim.deliver(OWNER, `in ${delivered++}`);
  }
  if (sent < count && store.waiting("sms").length < 20) {
    notifier.queue("sms", "info:soak", `out ${sent++}`);
  }
  for (let k = 0; k < 3; k++) await step();
}
loss = 0;
bench.sim.faults.refuse = undefined;
bench.sim.faults.mute = bench.sim.faults.noPrompt = false;
for (let s = 0; s < PATIENCE; s++) {
  if (store.waiting("sms").length === 0 && bench.sim.stored.length === 0) break;
  await step();
}
await bench.seconds(120);

const times = new Map<string, number>();
let again = 0, disordered = 0, last = -1;
for (const { text } of bench.sim.sent) {
  if (text.includes("(sent again)")) again++;
  else times.set(text, (times.get(text) ?? 0) + 1);
  const n = Number(/^out (\d+)/.exec(text)?.[1]);
  if (n < last) disordered++;
  last = n;
}
const numbers = new Set(
  bench.sim.sent.map(({ text }) => /^out \d+/.exec(text)?.[0]),
);
const doubled = [...times.values()].filter((n) => n !== 1).length;
const lost = count - numbers.size;
const twice = [...executed.values()].filter((n) => n !== 1).length;
const missed = count - executed.size;
const { restarts, timeouts, reopened } = bench.modem.counters;
await bench.modem.close();
store.close();
console.log(
  `${count} each way: out ${lost} lost, ${doubled} doubled, ${again} told to be sent again, ${disordered} out of order; ` +
    `in ${missed} missed, ${twice} executed twice; ${lines} lines lost, ${restarts} restarts, ${timeouts} timeouts, ${reopened} reopened`,
);
if (lost + doubled + disordered + twice + missed > 0) Deno.exit(1);
