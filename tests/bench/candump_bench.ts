import { Frame } from "../../hal/can_frame.ts";
import {
  formatCandump,
  formatCrtd,
  LogReport,
  readLog,
  readLogStream,
} from "../../hal/replay/mod.ts";

/** Frames in each recording: divide the time of a pass by it. */
const FRAMES = 100_000;

/** A recording of frames as a Twizy sends them: 18 identifiers, mostly of eight bytes. */
function recording(format: typeof formatCandump): Uint8Array {
  const lines: string[] = [];
  const data = new Uint8Array(8);
  for (let n = 0; n < FRAMES; n++) {
    data.fill(n * 37).fill(n, 2, 5);
    const frame = new Frame(0x155 + n % 18 * 64, data.subarray(n % 9 ? 0 : 5));
    lines.push(format(1_436_509_052_249.713 + n * 0.61, frame));
  }
  return new TextEncoder().encode(lines.join("\n") + "\n");
}

const candump = recording(formatCandump);
const crtd = recording(formatCrtd);

function countAll(bytes: Uint8Array): void {
  const report = new LogReport();
  let sum = 0;
  for (const { frame } of readLog(bytes, report)) sum += frame.id;
  if (report.frames !== FRAMES || sum === 0) throw new Error("frames missing");
}

Deno.bench(
  "candump, 100,000 frames in memory",
  { group: "read", baseline: true },
  () => countAll(candump),
);

Deno.bench(
  "CRTD, 100,000 frames in memory",
  { group: "read" },
  () => countAll(crtd),
);

Deno.bench(
  "candump, 100,000 frames in pieces of 64 KiB",
  { group: "read" },
  async () => {
    let at = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= candump.length) return controller.close();
        controller.enqueue(candump.subarray(at, at += 65536));
      },
    });
    let frames = 0;
    for await (const _ of readLogStream(stream)) frames++;
    if (frames !== FRAMES) throw new Error("frames missing");
  },
);

Deno.bench(
  "candump, 100,000 frames written",
  { group: "write" },
  () => {
    recording(formatCandump);
  },
);
