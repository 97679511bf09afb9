import { deepEqual, equal, match, ok } from "node:assert/strict";
import { PassThrough, Writable } from "node:stream";
import type { Device } from "../../../app/console/device.ts";
import { Terminal } from "../../../app/console/terminal.ts";
import { SimClock } from "../../../hal/sim/mod.ts";

/** A terminal without a process: what is typed goes in, what is shown comes out. */
class Rig {
  readonly lines: string[] = [];
  readonly kept: string[] = [];
  readonly calls: string[] = [];
  readonly clock = new SimClock(0);
  readonly terminal: Terminal;
  shown = "";
  ends = 0;
  resume = () => {};
  /** Answers wait for it. */
  gate: Promise<void> = Promise.resolve();
  readonly #input = new PassThrough();

  constructor(history: readonly string[] = [], words: readonly string[] = []) {
    const device: Device = {
      input: this.#input,
      output: new Writable({
        write: (bytes, _, done) => {
          this.shown += bytes;
          done();
        },
      }),
      width: 40,
      raw: (on) => void this.calls.push(on ? "raw" : "cooked"),
      stop: () => {
        this.calls.push("stop");
        return Promise.resolve();
      },
      onResume: (work) => {
        this.resume = work;
        return () => {};
      },
    };
    this.terminal = new Terminal({
      device,
      clock: this.clock,
      status: () => "STATUS",
      complete: () => words,
      history: { read: () => history, add: (line) => this.kept.push(line) },
      keeps: (line) => !line.includes("secret"),
      ended: () => this.ends++,
      line: async (line) => {
        await this.gate;
        this.lines.push(line);
        this.terminal.print(`answer to ${line}`);
      },
    });
    this.terminal.open();
  }

  async type(text: string): Promise<void> {
    this.#input.write(text);
    await new Promise((resolve) => setTimeout(resolve, 0));
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  [Symbol.dispose](): void {
    this.terminal.close();
    this.#input.destroy();
  }
}

Deno.test("a pasted line is put in at once, not letter by letter", async () => {
  using rig = new Rig();
  const line = "x".repeat(20_000);
  await rig.type(line);
  ok(rig.shown.includes(line), "it was written in one piece");
  await rig.type("\r");
  deepEqual(rig.lines, [line]);
});

const PASTE = ["\x1b[200~", "\x1b[201~"] as const;

Deno.test("a bracketed paste is text without its brackets, wherever reads end, and its keys do nothing", async () => {
  const pasted = "BATT\tV\x1a\x03\x04";
  const whole = PASTE.join(pasted) + "D\r";
  for (let cut = 0; cut < whole.length; cut++) {
    using rig = new Rig();
    await rig.type(whole.slice(0, cut));
    await rig.type(whole.slice(cut));
    deepEqual(rig.lines, ["BATT VD"], `cut at ${cut}`);
    deepEqual(rig.calls, ["raw"], "not stopped");
    equal(rig.ends, 0);
  }
  using lines = new Rig();
  await lines.type(PASTE.join("STAT\r\nBATT\nDIAG\r"));
  deepEqual(lines.lines, ["STAT", "BATT", "DIAG"]);
});

Deno.test("a paste whose end never comes does not lock the keys", async () => {
  using rig = new Rig();
  await rig.type(`${PASTE[0]}STA`);
  await rig.type("\x03");
  await rig.type("\x03");
  equal(rig.ends, 1);
});

Deno.test("Esc, arrows and what follows them work as before", async () => {
  using rig = new Rig(["STAT"]);
  await rig.type("\x1b[A");
  await rig.type("\r");
  await rig.type("\x1b");
  await rig.type("[A\r");
  await rig.type("\x1b");
  await rig.type("\r");
  deepEqual(rig.lines.slice(0, 2), ["STAT", "STAT"]);
});

Deno.test("pasted lines are answered in their order, each answer under its line", async () => {
  using rig = new Rig();
  const { promise, resolve } = Promise.withResolvers<void>();
  rig.gate = promise;
  await rig.type("ONE\rTWO\r\nTHR");
  deepEqual(rig.lines, []);
  resolve();
  await rig.type("EE\n");
  deepEqual(rig.lines, ["ONE", "TWO", "THREE"]);
  match(
    rig.shown,
    /> ONE\n.*answer to ONE\n.*> TWO\n.*answer to TWO\n.*answer to THREE/s,
  );
  rig.shown = "";
  await rig.type("FOUR\r");
  ok(!rig.shown.includes("> FOUR\n"), "one alone needs no label");
});

Deno.test("Ctrl-C clears what is typed, and ends with nothing typed", async () => {
  using rig = new Rig();
  await rig.type("half a li\x1b[D\x03");
  equal(rig.ends, 0);
  await rig.type("VERSION\r");
  deepEqual(rig.lines, ["VERSION"]);
  await rig.type("\x03");
  equal(rig.ends, 1);
  equal(rig.calls.at(-1), "cooked", "the shell gets its terminal back");
});

Deno.test("Ctrl-Z gives the terminal back before it stops, and takes it when it goes on", async () => {
  using rig = new Rig();
  await rig.type("STA\x1a");
  deepEqual(rig.calls, ["raw", "cooked", "stop"]);
  rig.resume();
  deepEqual(rig.calls.slice(3), ["raw"]);
  await rig.type("T?\r");
  deepEqual(rig.lines, ["STAT?"], "what was typed is still there");
});

Deno.test("a program that cannot be stopped goes on", async () => {
  using rig = new Rig();
  await rig.type("\x1a");
  await rig.clock.run(1000);
  equal(rig.calls.at(-1), "raw");
});

Deno.test("Ctrl-R finds what was typed before, also before a restart", async () => {
  using rig = new Rig(["BATT V", "CFG SPEED 90", "BATT"]);
  await rig.type("\x12batt");
  match(rig.shown, /\(search: batt\) /);
  await rig.type("\r");
  await rig.type("\x12speed\r");
  await rig.type("\x12batt\x12\x12\r");
  await rig.type("\x12none\x07");
  await rig.type("HELP\r");
  deepEqual(rig.lines, ["BATT V", "CFG SPEED 90", "BATT", "HELP"]);
});

Deno.test("a search that is given up leaves the line as it was", async () => {
  using rig = new Rig(["BATT"]);
  await rig.type("STA");
  await rig.type("\x12ba\x03");
  await rig.type("T?\r");
  deepEqual(rig.lines, ["STAT?"]);
  equal(rig.ends, 0);
});

Deno.test("words are completed in the letters in which they were begun", async () => {
  using rig = new Rig([], ["SPEED"]);
  await rig.type("CFG SP\t");
  await rig.type("\r");
  await rig.type("cfg sp\t");
  await rig.type("\r");
  await rig.type("a\tb\r");
  deepEqual(rig.lines, ["CFG SPEED", "cfg speed", "a b"]);
});

Deno.test("only what may be kept is kept", async () => {
  using rig = new Rig();
  await rig.type("STAT?\rPASS secret\r\r");
  deepEqual(rig.kept, ["STAT?"]);
});

Deno.test("what is printed is cut at words", async () => {
  using rig = new Rig();
  rig.terminal.print(`${"word ".repeat(20)}end`);
  await rig.type("");
  const rows = rig.shown.split("\n").filter((row) => row.includes("word"));
  equal(rows.length, 3);
  for (const row of rows) match(row, /(word|end)$/);
});

Deno.test("what would steer the terminal is shown, and does nothing", async () => {
  using rig = new Rig();
  rig.terminal.print("a\x1b[2Jb\x9bc\x07d\x00e\r\nf\tg");
  await rig.type("");
  ok(
    rig.shown.includes("a\ufffd[2Jb\ufffdc\ufffdd\ufffde\nf\tg"),
    JSON.stringify(rig.shown),
  );
});
