import assert from "node:assert/strict";
import { Frame, fromHex } from "../../../hal/can_frame.ts";
import {
  dispatcher,
  type Step,
} from "../../../runtime/frames/frame_dispatch.ts";
import { passesWithoutCompiling } from "../without_compiling.ts";

type Named = Step & { readonly name: string };

/** Decoders that note what they got; those whose name begins with `bad` throw after that. */
function dispatching(
  ...decoders: readonly (readonly [
    id: number,
    name: string,
    bytes?: number,
    cycle?: number | undefined,
    bus?: number,
  ])[]
) {
  const log: string[] = [];
  const steps = decoders.map((
    [id, name, bytes = 1, cycle, bus = 1],
  ): Named => ({
    id,
    name,
    bytes,
    cycle,
    bus,
    put: { name },
    ctx: { name },
    run: (frame, put, ctx) => {
      assert.deepEqual([put, ctx], [{ name }, { name }]);
      log.push(`${name} ${frame.u8(0)}`);
      if (name.startsWith("bad")) throw new Error(name);
    },
  }));
  const rejects = {
    ignored: 0,
    failed: ({ name }: Named, error: unknown) =>
      void log.push(`${name}: ${error}`),
  };
  const dispatch = dispatcher(steps, rejects);
  const frame = (id: number, hex: string, extended = false, bus = 1) =>
    dispatch(new Frame(id, fromHex(hex), extended, bus));
  return { frame, log, rejects };
}

Deno.test("a frame goes to the decoders of its identifier, in their order", () => {
  const { frame, log, rejects } = dispatching(
    [0x155, "first"],
    [0x599, "other"],
    [0x155, "second"],
  );
  frame(0x155, "07");
  frame(0x599, "08");
  assert.deepEqual(log, ["first 7", "second 7", "other 8"]);
  assert.equal(rejects.ignored, 0);
});

Deno.test("an identifier that nobody decodes is counted, as is everything while nobody decodes", () => {
  const { frame, log, rejects } = dispatching([0x155, "first"]);
  for (const id of [0x154, 0, 0x7ff]) frame(id, "07");
  assert.deepEqual([log, rejects.ignored], [[], 3]);
  const none = dispatching();
  none.frame(0x155, "07");
  none.frame(0x155, "07", true);
  assert.equal(none.rejects.ignored, 2);
});

Deno.test("11-bit and 29-bit identifiers of the same number are different ones", () => {
  const { frame, log, rejects } = dispatching([0x155, "short"], [
    0x18ff0155,
    "long",
  ]);
  frame(0x155, "01", true);
  frame(0x18ff0155, "02", true);
  frame(0x155, "03");
  assert.deepEqual([log, rejects.ignored], [["long 2", "short 3"], 1]);
});

Deno.test("29-bit identifiers below 0x800 are named with bit 31, higher ones with or without", () => {
  const { frame, log } = dispatching(
    [0x123, "short"],
    [0x8000_0123, "long"],
    [0x18da_f110, "high"],
    [0x98da_f110, "same"],
  );
  frame(0x123, "01");
  frame(0x123, "02", true);
  frame(0x18da_f110, "03", true);
  assert.deepEqual(log, ["short 1", "long 2", "high 3", "same 3"]);
});

Deno.test("an identifier that comes often, as one that comes seldom, is one of its bus and of its kind", () => {
  const often:
    readonly (readonly [id: number, name: string, bytes?: number])[] = [
      [0x155, "short"],
      [0x8000_0155, "long"],
      [0x18ff_0155, "wide"],
      [0x156, "other"],
      [0x157, "last"],
    ];
  for (const cycle of [10, undefined]) {
    const { frame, log, rejects } = dispatching(
      ...often.map(([id, name]) => [id, name, 2, cycle] as const),
      ...often.map(([id, name]) => [id, `${name} 2`, 2, cycle, 2] as const),
    );
    for (const bus of [1, 2, 3]) {
      for (const extended of [false, true]) {
        for (const id of [0x155, 0x156, 0x157, 0x18ff_0155]) {
          frame(id, "0700", extended, bus);
        }
      }
    }
    const one = ["short 7", "other 7", "last 7", "long 7", "wide 7"];
    const two = one.map((told) => told.replace(" ", " 2 "));
    assert.deepEqual([log, rejects.ignored], [[...one, ...two], 14]);
    frame(0x155, "07");
    frame(0x157, "07", false, 2);
    assert.equal(rejects.ignored, 16);
  }
});

Deno.test("the shortest cycle of an identifier counts, whichever decoder tells it", () => {
  const { frame, log } = dispatching(
    [0x599, "seldom", 1, 100],
    [0x155, "untold"],
    [0x155, "told", 1, 10],
  );
  frame(0x155, "07");
  frame(0x599, "08");
  assert.deepEqual(log, ["untold 7", "told 7", "seldom 8"]);
});

Deno.test("a frame that is too short for some decoders goes to the others, and is counted for each", () => {
  const { frame, log, rejects } = dispatching(
    [0x155, "six", 6],
    [0x155, "two", 2],
    [0x155, "eight", 8],
  );
  frame(0x155, "070809");
  assert.deepEqual([log, rejects.ignored], [["two 7"], 2]);
  frame(0x155, "");
  assert.deepEqual([log, rejects.ignored], [["two 7"], 5]);
  frame(0x155, "0100000000000000");
  assert.deepEqual(log.slice(1), ["six 1", "two 1", "eight 1"]);
});

Deno.test("a decoder that throws is told, and those behind it run once", () => {
  const { frame, log, rejects } = dispatching(
    [0x155, "good"],
    [0x155, "bad1", 2],
    [0x155, "bad2"],
    [0x155, "last"],
  );
  frame(0x155, "0708");
  const told = [
    "good 7",
    "bad1 7",
    "bad1: Error: bad1",
    "bad2 7",
    "bad2: Error: bad2",
    "last 7",
  ];
  assert.deepEqual(log, told);
  assert.equal(rejects.ignored, 0);
  frame(0x155, "09");
  assert.deepEqual(log.slice(told.length), [
    "good 9",
    "bad2 9",
    "bad2: Error: bad2",
    "last 9",
  ]);
  assert.equal(rejects.ignored, 1);
});

Deno.test("where V8 may not compile texts, all of this holds as well", () =>
  passesWithoutCompiling(import.meta.url, "/^(an? |11|29)/", 7));
