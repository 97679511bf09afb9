/**
 * The other side of `can_soak.ts`, in a process of its own so that its work is not counted:
 * numbered frames at a steady rate.
 *
 * Arguments: `slcan` or `socket`, path, frames a second, number of frames.
 */
import { SystemClock } from "../../hal/clock.ts";
import { encodeCanFrame } from "../../hal/linux/can_struct.ts";
import { pause } from "../../hal/pause.ts";
import { Descriptor } from "../../hal/linux/reactor.ts";
import { transmitCommand } from "../../hal/linux/slcan_codec.ts";
import { FakeSlcan } from "../hal/linux/fake_slcan.ts";
import { connectSocket } from "../hal/linux/pty.ts";

const [kind, path = "", rate = "4500", total = "0"] = Deno.args;
const clock = new SystemClock();
/** As a USB adapter hands its frames over. */
const STEP_MS = 2;
const IDS = [0x155, 0x196, 0x19f, 0x423, 0x424, 0x425, 0x554, 0x599, 0x69f];

function frameOf(number: number): [id: number, data: Uint8Array] {
  const data = new Uint8Array(8);
  new DataView(data.buffer).setUint32(0, number);
  return [IDS[number % IDS.length] as number, data];
}

/** Calls `send` with the numbers of frames that are due. */
async function steadily(
  send: (from: number, to: number) => Promise<void>,
): Promise<void> {
  const start = clock.monotonic();
  for (let sent = 0; sent < Number(total);) {
    const due = (clock.monotonic() - start) * Number(rate) / 1000;
    const to = Math.min(Number(total), Math.floor(due));
    if (to > sent) await send(sent, to);
    sent = to;
    await pause(clock, STEP_MS);
  }
}

async function slcan(): Promise<void> {
  const adapter = new FakeSlcan(path);
  const isClosed = () => adapter.mode === "closed";
  console.log("ready");
  while (isClosed()) await pause(clock, STEP_MS);
  await steadily((from, to) => {
    let lines = "";
    for (let at = from; at < to; at++) {
      lines += transmitCommand(...frameOf(at)) + "1A2B\r";
    }
    return adapter.write(lines);
  });
  while (!isClosed()) await pause(clock, STEP_MS);
  await adapter.unplug();
}

async function socket(): Promise<void> {
  const bus = new Descriptor(connectSocket(path), "bus");
  console.log("ready");
  await steadily(async (from, to) => {
    for (let at = from; at < to; at++) {
      await bus.write(encodeCanFrame(...frameOf(at)));
    }
  });
  await bus.close();
}

await (kind === "slcan" ? slcan() : socket());
