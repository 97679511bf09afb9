/** Which reply belongs to which request, and how long anything may take: with the simulated node. */
import assert from "node:assert/strict";
import { Bench } from "../../plugins/twizy/sim/sevcon/bench.ts";
import { SdoError } from "../../../runtime/canopen/mod.ts";

const POWER = { index: 0x2920, sub: 1 } as const;
const NAME = { index: 0x1008, sub: 0 } as const;

/** How a transfer ends, and after how many ms. */
async function outcome(
  { clock }: Bench,
  transfer: Promise<unknown>,
): Promise<{ readonly end: unknown; readonly ms: number }> {
  const from = clock.monotonic();
  let found: { readonly end: unknown; readonly ms: number } | undefined;
  const ended = (end: unknown) => found = { end, ms: clock.monotonic() - from };
  transfer.then(ended, (error) => {
    assert.ok(error instanceof SdoError, String(error));
    ended([error.kind, error.code]);
  });
  for (let ms = 0; ms < 60_000 && !found; ms++) await clock.run(1);
  assert.ok(found, "it never ends");
  return found;
}

async function loggedIn(): Promise<Bench> {
  const bench = new Bench();
  await bench.login();
  return bench;
}

Deno.test("segments without data end an upload at once", async () => {
  const bench = new Bench();
  bench.node.faults.add({ do: "empty", ...NAME, after: 1 });
  const { end, ms } = await outcome(bench, bench.client.readText(0x1008, 0));
  assert.deepEqual(end, ["protocol", 0x06070010]);
  assert.ok(ms < 100, `${ms} ms`);
});

Deno.test("a transfer that goes on and on ends after its patience, tries and all", async () => {
  const bench = new Bench();
  bench.node.faults.add({ do: "delay", ms: 1990, ...NAME });
  const { end, ms } = await outcome(bench, bench.client.readText(0x1008, 0));
  // Each of its seven requests may take two seconds
  assert.equal(end, "Gen4 (Renault Twizy)05 December 2012 10");
  assert.ok(ms < 15_000, `${ms} ms`);
  const name = bench.node.objects.get(0x1008, 0);
  assert.ok(name);
  name.bytes = new Uint8Array(200);
  const long = await outcome(bench, bench.client.readText(0x1008, 0));
  assert.deepEqual(long, { end: ["timeout", 0x05040000], ms: 30_000 });
});

Deno.test("an answer without size counts as far as the object is known to go", async () => {
  const bench = new Bench();
  bench.node.faults.add({ do: "unsized" });
  const read = (size?: number) =>
    bench.run(bench.client.read(0x2920, 5, undefined, size));
  assert.deepEqual((await read(2)).value, 7250);
  assert.equal((await read(2)).size, 2);
  // Nobody knows better
  assert.equal((await read()).value, 0xa5a51c52);
  bench.node.faults.clear();
  assert.equal((await read(1)).value, 7250, "what the node says counts");
});

Deno.test("an abort that names no object, or a reply of four bytes, ends a transfer at once", async () => {
  const cases = [
    [
      { do: "nameless", code: 0x06020000 } as const,
      ["abort", 0x06020000],
    ],
    [{ do: "cut" } as const, ["protocol", 0x06070010]],
  ] as const;
  for (const [fault, end] of cases) {
    const bench = await loggedIn();
    bench.node.faults.add({ ...fault, ...POWER });
    const { client } = bench;
    for (
      const ask of [
        () => client.read(0x2920, 1),
        () => client.write(0x2920, 1, 500),
      ]
    ) {
      const found = await outcome(bench, ask());
      assert.deepEqual(found.end, end);
      assert.ok(found.ms < 50, `${found.ms} ms`);
    }
  }
});

for (const kind of ["abort", "nameless"] as const) {
  Deno.test(`a late ${kind} of an earlier transfer does not end the present one`, async () => {
    const bench = await loggedIn();
    // The write is given up after its three tries; its refusals come a little later
    bench.node.faults.add({
      do: kind,
      code: 0x08000022,
      ms: 6012,
      access: "w",
      ...POWER,
      times: 3,
    });
    const write = bench.client.write(0x2920, 1, 500);
    const read = bench.client.read(0x2920, 1);
    assert.deepEqual((await outcome(bench, write)).end, [
      "timeout",
      0x05040000,
    ]);
    assert.equal((await bench.run(read)).value, 1000);
    await bench.clock.drain();
    // What is refused now is told now
    bench.node.faults.add({ do: kind, code: 0x06060000, ...POWER });
    const refused = await outcome(bench, bench.client.read(0x2920, 1));
    assert.deepEqual(refused.end, ["abort", 0x06060000]);
    assert.ok(refused.ms < 2100, `${refused.ms} ms`);
  });
}

Deno.test("a refusal right after lost tries is still told, when nothing else comes", async () => {
  const bench = await loggedIn();
  bench.node.faults.add({ do: "lose", access: "w", ...POWER, times: 1 });
  bench.node.faults.add({ do: "abort", code: 0x06090030, ...POWER });
  const found = await outcome(bench, bench.client.write(0x2920, 1, 500));
  assert.deepEqual(found, { end: ["abort", 0x06090030], ms: 4010 });
});

Deno.test("a late value of an earlier read is not taken for what was written since", async () => {
  const bench = await loggedIn();
  bench.node.faults.add({
    do: "delay",
    ms: 6022,
    access: "r",
    ...POWER,
    times: 1,
  });
  bench.node.faults.add({ do: "lose", access: "r", ...POWER, times: 2 });
  const lost = bench.client.read(0x2920, 1);
  const write = bench.client.write(0x2920, 1, 500);
  const read = bench.client.read(0x2920, 1);
  assert.deepEqual((await outcome(bench, lost)).end, ["timeout", 0x05040000]);
  await bench.run(write);
  assert.equal((await bench.run(read)).value, 500);
});

Deno.test("a late confirmation of an earlier write does not confirm the present one", async () => {
  const bench = await loggedIn();
  bench.node.faults.add({
    do: "delay",
    ms: 6012,
    access: "w",
    ...POWER,
    times: 1,
  });
  bench.node.faults.add({ do: "lose", access: "w", ...POWER, times: 2 });
  const first = bench.client.write(0x2920, 1, 500);
  const second = bench.client.write(0x2920, 1, 800);
  assert.deepEqual((await outcome(bench, first)).end, ["timeout", 0x05040000]);
  bench.node.faults.add({ do: "abort", code: 0x06090030, ...POWER, times: 1 });
  assert.deepEqual((await outcome(bench, second)).end, ["abort", 0x06090030]);
});
