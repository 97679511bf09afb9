/** The transport's frames, bytes by bytes. */
import assert from "node:assert/strict";
import {
  FrameMaker,
  parseFrame,
  separationTime,
} from "../../../runtime/diagnostics/isotp_frames.ts";
import { IsoTpReceiver } from "../../../runtime/diagnostics/isotp_receiver.ts";
import { IsoTpSender } from "../../../runtime/diagnostics/isotp_sender.ts";
import { random } from "../../soak/random.ts";
import { confused } from "./confused.ts";
import { bytes, text } from "./rig.ts";

/** What a receiver makes of frames: whole messages as bytes, other outcomes by name. */
function outcomes(frames: readonly string[], skip = 0, apart = 25): string[] {
  const receiver = new IsoTpReceiver(skip);
  return frames.map((frame, k) => {
    const got = receiver.receive(bytes(frame), k * apart);
    return got.kind === "message" ? text(got.data) : got.kind;
  });
}

const VIN = [
  "10 15 61 81 54 45 53 54",
  "21 4C 45 41 46 56 4E 30",
  "22 30 30 30 30 30 31 00",
  "23 00 00 00 00 00 00 00",
];
const VIN_BYTES =
  "61 81 54 45 53 54 4C 45 41 46 56 4E 30 30 30 30 30 30 31 00 00";

Deno.test("a single frame's length decides, whatever fills it", () => {
  assert.deepEqual(
    outcomes([
      "05 62 12 05 01 F4 00 00",
      "05 62 12 05 01 F4",
      "03 22 12 05 55 55 55 55",
      "07 01 02 03 04 05 06 07",
    ]),
    ["62 12 05 01 F4", "62 12 05 01 F4", "22 12 05", "01 02 03 04 05 06 07"],
  );
});

Deno.test("what is no frame of the transport, or says more than it holds, is ignored", () => {
  const wrong = [
    "",
    "00 01 02 03 04 05 06 07",
    "08 01 02 03 04 05 06 07",
    "05 62 12 05 01",
    "10 07 01 02 03 04 05 06",
    "10 15 61 81 54 45 53",
    "10",
    "30",
    "30 00",
    "20",
    "40 00 00 00 00 00 00 00",
    "F0 00 00 00 00 00 00 00",
  ];
  for (const frame of wrong) {
    assert.equal(parseFrame(bytes(frame)), undefined, frame);
  }
});

Deno.test("a long message is put together, surplus bytes left out", () => {
  assert.deepEqual(outcomes(VIN), ["begun", "more", "more", VIN_BYTES]);
  // Without padding, too
  assert.deepEqual(
    outcomes([...VIN.slice(0, 3), "23 00"]).at(-1),
    VIN_BYTES,
  );
  assert.deepEqual(
    outcomes(["10 0B 59 02 7B 0A 1F 00", "21 09 C1 00 08 28 AA AA"]),
    ["begun", "59 02 7B 0A 1F 00 09 C1 00 08 28"],
  );
});

Deno.test("counts of frames and the wrap of their numbers are those of the standard", () => {
  const consecutive = { 41: 5, 43: 6, 53: 7, 198: 28, 331: 47, 40: 5 };
  for (const [length, count] of Object.entries(consecutive)) {
    const message = Uint8Array.from({ length: Number(length) }, (_, k) => k);
    const sender = new IsoTpSender(message, new FrameMaker());
    const frames = [sender.first()];
    while (!sender.done) frames.push(sender.next());
    assert.equal(frames.length - 1, count, length);
    assert.deepEqual(
      frames.slice(1).map((frame) => frame[0]),
      Array.from({ length: count }, (_, k) => 0x20 | k + 1 & 15),
    );
    const receiver = new IsoTpReceiver();
    const got = frames.map((frame, k) => receiver.receive(frame, k)).at(-1);
    assert.deepEqual(got, { kind: "message", data: message });
  }
});

Deno.test("a frame that is lost, doubled, out of order or late ends the message; the next one is whole", () => {
  const [first = "", one = "", two = "", three = ""] = VIN;
  const spoiled: readonly (readonly [string[], string[]])[] = [
    [[first, two, three], ["begun", "broken", "ignored"]],
    [[first, one, one, two, three], [
      "begun",
      "more",
      "broken",
      "ignored",
      "ignored",
    ]],
    [[first, two, one, three], ["begun", "broken", "ignored", "ignored"]],
    [[one, two, three], ["ignored", "ignored", "ignored"]],
    [[first, "21 4C 45", two], ["begun", "broken", "ignored"]],
  ];
  for (const [frames, expected] of spoiled) {
    assert.deepEqual(outcomes([...frames, ...VIN]), [
      ...expected,
      "begun",
      "more",
      "more",
      VIN_BYTES,
    ]);
  }
  assert.deepEqual(outcomes(VIN, 0, 1001), [
    "begun",
    "ignored",
    "ignored",
    "ignored",
  ]);
  assert.deepEqual(outcomes(VIN, 0, 1000).at(-1), VIN_BYTES);
});

Deno.test("a new message takes the place of an open one", () => {
  assert.deepEqual(
    outcomes([...VIN.slice(0, 2), ...VIN]),
    ["begun", "more", "begun", "more", "more", VIN_BYTES],
  );
  assert.deepEqual(
    outcomes([...VIN.slice(0, 2), "02 7E 00", ...VIN.slice(2)]),
    ["begun", "more", "7E 00", "ignored", "ignored"],
  );
});

Deno.test("a message longer than 4095 bytes is not taken", () => {
  assert.deepEqual(
    outcomes(["10 00 00 00 10 00 01 02", "21 01 02 03 04 05 06 07"]),
    ["too-long", "ignored"],
  );
  // A long length that the short form could have told is none
  assert.deepEqual(outcomes(["10 00 00 00 0F FF 01 02"]), ["ignored"]);
});

Deno.test("with extended addressing a frame holds one byte less", () => {
  assert.deepEqual(
    outcomes(["F1 10 09 62 01 02 01 02", "F1 21 03 04 05 06 55 55"], 1),
    ["begun", "62 01 02 01 02 03 04 05 06"],
  );
  assert.deepEqual(
    outcomes(["F1 10 07 62 01 02 01 02", "F1 21 03 04"], 1).at(-1),
    "62 01 02 01 02 03 04",
  );
  assert.equal(parseFrame(bytes("F1 07 01 02 03 04 05 06"), 1), undefined);
  const sender = new IsoTpSender(
    bytes("62 01 02 01 02 03 04 05 06"),
    new FrameMaker(0xf1),
  );
  assert.deepEqual(
    [sender.first(), sender.next()].map(text),
    ["F1 10 09 62 01 02 01 02", "F1 21 03 04 05 06 55 55"],
  );
  assert.ok(sender.done);
});

Deno.test("separation times are as the standard codes them", () => {
  const times: readonly (readonly [number, number])[] = [
    [0, 0],
    [0x19, 25],
    [0x7f, 127],
    [0x80, 127],
    [0xf0, 127],
    [0xf1, 0.1],
    [0xf9, 0.9],
    [0xfa, 127],
    [0xff, 127],
  ];
  for (const [byte, ms] of times) assert.equal(separationTime(byte), ms);
});

Deno.test("a sender goes by blocks, waits when asked, and gives up on overflow", () => {
  const message = bytes(
    "62 F1 90" +
      Array.from({ length: 37 }, (_, k) => (0x41 + k).toString(16)).join(""),
  );
  const sender = new IsoTpSender(message, new FrameMaker(undefined, 0xaa));
  const flow = (hex: string) => {
    const frame = parseFrame(bytes(hex));
    assert.ok(frame?.kind === "flow");
    return sender.flow(frame);
  };
  assert.equal(text(sender.first()), "10 28 62 F1 90 41 42 43");
  assert.deepEqual(flow("30 02 0A"), { do: "send", frames: 2, apart: 10 });
  assert.deepEqual([sender.next(), sender.next()].map(text), [
    "21 44 45 46 47 48 49 4A",
    "22 4B 4C 4D 4E 4F 50 51",
  ]);
  assert.deepEqual(flow("31 00 00"), { do: "wait" });
  assert.deepEqual(flow("30 02 0A"), { do: "send", frames: 2, apart: 10 });
  assert.deepEqual([sender.next(), sender.next()].map(text), [
    "23 52 53 54 55 56 57 58",
    "24 59 5A 5B 5C 5D 5E 5F",
  ]);
  assert.deepEqual(flow("30 02 0A"), { do: "send", frames: 1, apart: 10 });
  assert.equal(text(sender.next()), "25 60 61 62 63 64 65 AA");
  assert.ok(sender.done);
});

Deno.test("a sender gives up when told so, or asked to wait too often", () => {
  const long = new Uint8Array(20);
  const flow = (status: "wait" | "overflow" | "invalid") =>
    ({ kind: "flow", status, block: 0, separation: 0 }) as const;
  for (const status of ["overflow", "invalid"] as const) {
    assert.equal(
      new IsoTpSender(long, new FrameMaker()).flow(flow(status)).do,
      "stop",
    );
  }
  const sender = new IsoTpSender(long, new FrameMaker());
  const asked = Array.from({ length: 17 }, () => sender.flow(flow("wait")).do);
  assert.deepEqual([
    asked.slice(0, 16).every((leave) => leave === "wait"),
    asked[16],
  ], [true, "stop"]);
  for (const length of [0, 4096]) {
    assert.throws(
      () => new IsoTpSender(new Uint8Array(length), new FrameMaker()),
      new RangeError(`a message has 1 to 4095 bytes, not ${length}`),
    );
  }
});

Deno.test("whatever comes, nothing is thrown, and no message is made of broken ones", () => {
  confused(2_000, random(7));
});
