/**
 * Text messages through the simulated modem, with unsolicited lines at random places.
 *
 * `deno run tests/soak/modem_soak.ts [messages] [seed]`; ends with 1 when one was lost, doubled,
 * out of order or garbled.
 */
import type { Delivery } from "../../hal/modem/mod.ts";
import { ModemBench } from "../hal/modem/bench.ts";
import { random } from "./random.ts";

const count = Number(Deno.args[0] ?? 10_000);
const seed = Number(Deno.args[1] ?? 1);
const OWNER = "+491701234567";
const UNASKED = [
  "RING",
  '+CLIP: "+4930",145,"",0,"",0',
  "+CREG: 1",
  "+CREG: 5",
  "Call Ready",
  "^RSSI: 17",
  '+CUSD: 0,"a\r\nb",15',
  "NO CARRIER",
  "*PSUTTZ: 2026,1,1",
];
/** Words that would do harm as lines of the modem. */
const WORDS = [
  "STAT?",
  "OK",
  "ERROR",
  "\nOK\n",
  "\r\n+CMT: x",
  "RDY",
  "> ",
  "AT+CFUN=0",
  "[€]",
  "äöü",
  "Ж",
  "🔋",
  '+CMTI: "SM",1',
];

async function soak(delivery: Delivery): Promise<boolean> {
  const next = random(seed);
  const pick = (list: readonly string[]) =>
    list[Math.floor(next() * list.length)] ?? "";
  const text = (n: number) => {
    let words = `${n}`;
    // In text mode a character of the extension table has no certain length (modem.md, section 4).
    const usable = delivery === "text"
      ? WORDS.filter((word) => word !== "[€]")
      : WORDS;
    for (let k = Math.floor(next() ** 3 * 60); k > 0; k--) {
      words += ` ${pick(usable)}`;
    }
    return words;
  };
  const bench = new ModemBench({ delivery });
  await bench.ready();
  const sent: string[] = [], replies: string[] = [], work: Promise<void>[] = [];
  let delivering = false, amidst = 0, earliest = 0;
  const deliver = () => {
    const message = text(sent.length);
    sent.push(message);
    earliest = bench.clock.monotonic() + (delivery === "stored" ? 1000 : 0);
    delivering = true;
    bench.sim.deliver(OWNER, message);
    delivering = false;
  };
  bench.sim.noise = () => {
    // A message in the middle of an answer, of a list, or between a command and its prompt; at
    // most one a second, since the network's time stamps tell the order of stored ones.
    if (
      !delivering && sent.length < count &&
      bench.clock.monotonic() >= earliest && next() < 0.3
    ) {
      amidst++;
      deliver();
    }
    return next() < 0.3 ? [pick(UNASKED)] : [];
  };

  for (let n = 0; sent.length < count; n++) {
    deliver();
    if (n % 10 === 0) {
      const reply = `reply ${n} ${pick(WORDS)}`;
      replies.push(reply);
      work.push(bench.modem.send(OWNER, reply).then(() => {}));
    }
    await bench.seconds(1 + next() + (n % 10 === 0 ? 2 : 0));
  }
  await bench.seconds(60);
  await Promise.all(work);
  const wrong =
    sent.filter((text, n) =>
      bench.received[n]?.[1] !== text.replace(/[\r\n]/g, " ") ||
      bench.received[n]?.[0] !== OWNER
    ).length;
  const wrongReplies =
    replies.filter((text, n) => bench.sim.sent[n]?.text !== text).length;
  const { counters } = bench.modem;
  await bench.modem.close();
  console.log(
    `${delivery}: ${count} in (${amidst} amidst answers), ${bench.received.length} handled, ${wrong} wrong; ` +
      `${replies.length} out, ${bench.sim.sent.length} sent, ${wrongReplies} wrong; ` +
      `${bench.sim.stored.length} left in memory; ${JSON.stringify(counters)}`,
  );
  return wrong + wrongReplies === 0 && bench.received.length === count &&
    bench.sim.sent.length === replies.length && counters.garbled === 0 &&
    bench.sim.stored.length === 0;
}

let good = true;
for (const delivery of ["text", "pdu", "stored"] as const) {
  const start = performance.now();
  good = await soak(delivery) && good;
  console.log(`  ${Math.round(performance.now() - start)} ms`);
}
if (!good) Deno.exit(1);
