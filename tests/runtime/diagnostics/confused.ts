/** Random frames into receiver, sender, node and simulated unit; also the campaign `deno task soak isotp`. */
import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/clock.ts";
import {
  FrameMaker,
  LONGEST,
} from "../../../runtime/diagnostics/isotp_frames.ts";
import { IsoTpReceiver } from "../../../runtime/diagnostics/isotp_receiver.ts";
import { IsoTpSender } from "../../../runtime/diagnostics/isotp_sender.ts";
import { DiagNode } from "../../../runtime/diagnostics/node.ts";
import { kwp, SimulatedNode } from "../../../runtime/diagnostics/mod.ts";

type Next = () => number;

const upTo = (next: Next, count: number) => Math.floor(next() * count);

/** Any frame, with a sound beginning more often than not. */
function anyFrame(next: Next): Uint8Array {
  const data = Uint8Array.from(
    { length: upTo(next, 9) },
    () => upTo(next, 256),
  );
  if (next() < 0.7 && data.length > 0) {
    data[0] = upTo(next, 4) << 4 | upTo(next, 16);
  }
  if (next() < 0.3 && data.length > 3) data.set([0x61, 0x01], 2);
  return data;
}

/** Any frame but those that nobody can tell from the message's own: one that begins another, or goes on with it. */
function foreign(next: Next): Uint8Array {
  const frame = anyFrame(next), kind = (frame[0] ?? 0) >> 4;
  return kind === 1 || kind === 2 ? Uint8Array.of(0x30, 0, 0) : frame;
}

/** A long message whose frames are lost, doubled or exchanged: either it comes whole, or not at all. */
function spoiled(receiver: IsoTpReceiver, next: Next, now: number): void {
  const mark = upTo(next, 256);
  const message = new Uint8Array(8 + upTo(next, 300)).fill(mark);
  message.set([mark, message.length & 0xff]);
  const sender = new IsoTpSender(message, new FrameMaker());
  const frames = [sender.first()];
  while (!sender.done) frames.push(sender.next());
  const at = upTo(next, frames.length), how = upTo(next, 5);
  const [hit] = frames.splice(at, how < 4 ? 1 : 0);
  if (hit && how === 1) frames.splice(at, 0, hit, hit);
  if (hit && how === 2) frames.splice(at + 1, 0, hit);
  if (hit && how === 3) frames.splice(at, 0, hit, foreign(next));
  for (const frame of frames) {
    const got = receiver.receive(frame, now);
    if (got.kind === "message" && got.data.length > 7) {
      assert.deepEqual(got.data, message);
    }
  }
}

/**
 * Random sequences of frames; ends with an exception when one throws, or a message comes that was never sent.
 * @param count of sequences
 */
export function confused(count: number, next: Next): void {
  const clock = new SimClock();
  const receiver = new IsoTpReceiver();
  const node = new DiagNode(0x7bb, { clock, send: () => Promise.resolve() });
  const unit = new SimulatedNode({
    to: 0x79b,
    from: 0x7bb,
    answers: { "2101": new Array(LONGEST).fill(0x61) },
    after: (ms, work) => clock.after(ms, work),
    emit: (_, data) => node.receive(data),
    now: () => clock.monotonic(),
  });
  for (let k = 0; k < count; k++) {
    receiver.reset();
    spoiled(receiver, next, k * 2000);
    if (next() < 0.2) node.request(0x79b, kwp(1)).catch(() => {});
    for (let left = upTo(next, 8); left > 0; left--) {
      node.receive(anyFrame(next));
      unit.receive(0x79b, anyFrame(next));
      receiver.receive(anyFrame(next), k * 2000);
    }
    unit.asked.length = 0;
    clock.advance(upTo(next, 100));
  }
  node.close();
  clock.advance(60_000);
}
