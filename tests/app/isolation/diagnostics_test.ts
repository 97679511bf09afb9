/** Questions to control units by a plugin in a process of its own. */
import assert from "node:assert/strict";
import { fromHex } from "../../../hal/can_frame.ts";
import { type Rig, rig } from "./rig.ts";

/** A plugin that asks all units; what it asks is in its command. */
const GUEST = `
export default {
  id: "guest", needs: ["diag"],
  sms: {
    ALL: { usage: "ALL", timeout: 30, run: async ([text], { hal }) => {
      const ask = {
        to: 0x7df, among: [0x700, 0x7ff], units: [{ to: 0x743, from: 0x763 }],
        request: [0x21, 0x81], within: 300, ...JSON.parse(text ?? "{}"),
      };
      const answers = await hal.diag.broadcast(ask);
      return answers.map(({ from, data, whole }) =>
        from.toString(16) + " " + data.toHex() + (whole ? "" : " ...")).join("; ") || "nobody";
    } },
    FINE: { usage: "FINE", run: () => "fine" },
  },
};`;

/** Two units: one answers in two frames once it may, the other with the beginning of what it has. */
function units({ hal: { bus, clock } }: Rig, heard: string[]): void {
  const say = (id: number, hex: string) => bus.inject(id, fromHex(hex));
  bus.attach({
    receive: (id, data) => {
      heard.push(`${id.toString(16)} ${data.toHex()}`);
      if (id === 0x7df) {
        clock.after(5, () => {
          say(0x763, "100A618156463141");
          say(0x7bb, "100B618101020304");
        });
      }
      if (id === 0x743) clock.after(5, () => say(0x763, "2143443132000000"));
    },
  });
}

/** What they say: one of them is known, and says all of it. */
const ALL = "763 61815646314143443132; 7bb 618101020304 ...";

/** Real time that a process has to answer, ms. */
const LIMIT = 60_000;

/**
 * Asks, and waits for the answer. Simulated time passes only when something was sent: however slow the
 * process is, the command's patience does not run out meanwhile.
 */
async function asked(
  it: Rig,
  heard: readonly string[],
  ask: string,
): Promise<string> {
  let answer: string | undefined;
  void it.text(`ALL ${ask}`).then((text) => answer = text);
  const begin = Date.now();
  for (
    let seen = heard.length;
    answer === undefined && Date.now() - begin < LIMIT;
  ) {
    for (; seen < heard.length; seen++) await it.hal.clock.run(500);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return answer ?? "no answer";
}

Deno.test("all units of the bus are asked from a process of its own, and what each says comes back", async () => {
  await using it = await rig(GUEST);
  const heard: string[] = [];
  units(it, heard);
  assert.match(await asked(it, heard, "{}"), /read only mode/);
  assert.equal(heard.length, 0);
  it.runtime.features.set(15, "1", "test");
  assert.equal(await asked(it, heard, "{}"), ALL);
  assert.deepEqual(heard.map((line) => line.slice(0, 9)), [
    "7df 02218",
    "743 30001",
  ]);
});

const CANNOT_BE = [
  { units: null },
  { units: [{ to: "all" }] },
  { among: [0x7ff, 0x700] },
  { among: [0, 0x7ff] },
  { request: [] },
  { request: [1, 2, 3, 4, 5, 6, 7, 8] },
  { request: [0x100] },
  { to: -1 },
  { within: 1e12 },
];

Deno.test("a question that cannot be asked holds up nobody, and nothing is sent", async () => {
  await using it = await rig(GUEST);
  const heard: string[] = [];
  units(it, heard);
  it.runtime.features.set(15, "1", "test");
  for (const ask of CANNOT_BE) {
    const answer = await asked(it, heard, JSON.stringify(ask));
    assert.match(
      answer,
      /cannot be|1 to 7 bytes|at most/,
      `${JSON.stringify(ask)} ${answer}`,
    );
  }
  assert.equal(heard.length, 0);
  assert.equal(await asked(it, heard, "{}"), ALL);
  assert.equal(await it.text("FINE"), "fine");
});
