/** Reading recordings of each format: frames a second, printed; candump is the one that the others are compared with. */
import { Frame } from "../../hal/can_frame.ts";
import {
  formatCandump,
  formatCrtd,
  formatGvret,
  LogReport,
  readLog,
} from "../../hal/replay/mod.ts";

const COUNT = 200_000, BEGIN = 1_700_000_000_000;

const bytes = (frame: Frame) =>
  Array.from(frame.data, (byte) => byte.toString(16).padStart(2, "0")).join(
    " ",
  );
const id = (frame: Frame, digits: number) =>
  frame.id.toString(16).padStart(digits, "0");

/** A line of each format. */
const LINES: Readonly<Record<string, (ms: number, frame: Frame) => string>> = {
  candump: (ms, frame) => formatCandump(BEGIN + ms, frame),
  "candump for people": (ms, frame) =>
    ` (${((BEGIN + ms) / 1000).toFixed(6)})  can0  ${id(frame, 3)}   [8]  ${
      bytes(frame)
    }`,
  crtd: (ms, frame) => formatCrtd(BEGIN + ms, frame),
  gvret: (ms, frame) => formatGvret(BEGIN + ms, frame),
  asc: (ms, frame) =>
    `   ${(ms / 1000).toFixed(6)} 1  ${id(frame, 3)}             Rx   d 8 ${
      bytes(frame)
    }`,
  trc: (ms, frame) =>
    `${String(ms).padStart(7)}) ${ms.toFixed(1).padStart(11)}  Rx         ${
      id(frame, 4)
    }  8  ${bytes(frame)}`,
  tabbed: (ms, frame) =>
    `${ms}\t${(ms / 1000).toFixed(6)}\tRX\t0x${id(frame, 4)}\t8\t${
      bytes(frame)
    }`,
};
const HEADINGS: Readonly<Record<string, string>> = {
  trc: ";$FILEVERSION=1.1\n",
  tabbed: "Index\tTime\tDirection\tID\tLength\tData\n",
};

for (const [name, line] of Object.entries(LINES)) {
  const frame = new Frame(0x155, new Uint8Array(8));
  let text = HEADINGS[name] ?? "";
  for (let n = 0; n < COUNT; n++) {
    frame.id = 0x100 + n % 0x600;
    frame.data[n % 8] = n & 0xff;
    text += `${line(n, frame)}\n`;
  }
  const file = new TextEncoder().encode(text);
  Deno.bench(`${name}: ${COUNT} frames`, {
    group: "read",
    baseline: name === "candump",
  }, () => {
    const report = new LogReport();
    let sum = 0;
    for (const entry of readLog(file, report)) sum += entry.frame.id;
    if (report.frames !== COUNT || sum === 0) throw new Error(name);
  });
}
