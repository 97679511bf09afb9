/** Units on two buses, also with the same identifiers, whose answers come at once and interleaved. */
import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/mod.ts";
import {
  Diagnostics,
  kwp,
  SimulatedNode,
} from "../../../runtime/diagnostics/mod.ts";

const LONG = 60;

/** A unit's answer to 21 gg: so many bytes of its own. */
const answer = (own: number) => [0x61, 0x01, ...Array(LONG).fill(own)];

function world() {
  const clock = new SimClock();
  const listeners: {
    bus: number;
    ids: readonly number[];
    run: (data: Uint8Array, id: number) => void;
  }[] = [];
  const order: string[] = [];
  const units: { bus: number; node: SimulatedNode }[] = [];
  const unit = (bus: number, to: number, from: number, own: number) => {
    const node = new SimulatedNode({
      to,
      from,
      answers: { "2101": answer(own) },
      after: (ms, work) => clock.after(ms, work),
      emit(id, data) {
        order.push(`${bus} ${id.toString(16)}`);
        for (const one of listeners) {
          if (one.bus === bus && one.ids.includes(id)) one.run(data, id);
        }
      },
    });
    units.push({ bus, node });
    return node;
  };
  const diagnostics = new Diagnostics({
    clock,
    send(id, data, bus) {
      for (const one of units) if (one.bus === bus) one.node.receive(id, data);
      return Promise.resolve();
    },
    listen: (bus, ids, run) => void listeners.push({ bus, ids, run }),
  });
  return { clock, diagnostics, order, unit };
}

Deno.test("four units on two buses answer at once, two of them with the same identifiers: each answer is its own", async () => {
  const { clock, diagnostics, order, unit } = world();
  unit(1, 0x79b, 0x7bb, 0x11);
  unit(1, 0x797, 0x79a, 0x12);
  unit(2, 0x79b, 0x7bb, 0x21);
  unit(2, 0x797, 0x79a, 0x22);
  const asked = [1, 2].flatMap((bus) =>
    [{ to: 0x79b, from: 0x7bb }, { to: 0x797, from: 0x79a }].map((at) =>
      diagnostics.request({ ...at, bus }, kwp(1))
    )
  );
  for (let n = 0; n < 100; n++) await clock.run(20);
  const answers = await Promise.all(asked);
  assert.deepEqual(
    answers.map((data) => [data.length, ...new Set(data)]),
    [[LONG, 0x11], [LONG, 0x12], [LONG, 0x21], [LONG, 0x22]],
  );
  // They came in turns, not one message after the other
  const changes = order.filter((one, n) => n > 0 && one !== order[n - 1]);
  assert.ok(changes.length > 20, order.join());
});

Deno.test("an answer on another bus is none: it is the unit of that bus that spoke", async () => {
  const { clock, diagnostics, unit } = world();
  const silent = unit(1, 0x79b, 0x7bb, 0x11);
  silent.silent = true;
  const other = unit(2, 0x79b, 0x7bb, 0x21);
  diagnostics.node({ to: 0x79b, from: 0x7bb, bus: 2 });
  const asked = diagnostics.request({ to: 0x79b, from: 0x7bb }, kwp(1));
  const failed = assert.rejects(asked, /answer/);
  other.receive(0x79b, Uint8Array.of(2, 0x21, 1, 0, 0, 0, 0, 0));
  for (let n = 0; n < 100; n++) await clock.run(20);
  await failed;
});
