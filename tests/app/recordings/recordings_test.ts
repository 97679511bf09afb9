/** Recordings on the command line, as people have them. */
import assert from "node:assert/strict";
import { BEGIN, recording, sparse } from "./recordings.ts";
import { ask, inFolder, run } from "../program.ts";

Deno.test("a recording is converted from any format to another, packed or not, and gives the same", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.log`, recording(5));
    const chain = ["a.log", "b.crtd", "c.csv.gz", "d.log"];
    for (let n = 1; n < chain.length; n++) {
      const { code, stderr } = await ask(
        ["--convert", chain[n - 1] ?? "", chain[n] ?? ""],
        folder,
      );
      assert.equal(code, 0, stderr);
    }
    assert.equal(
      await Deno.readTextFile(`${folder}/d.log`),
      await Deno.readTextFile(`${folder}/a.log`),
    );
    const again = await ask(["--convert", "a.log", "d.log"], folder);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /d\.log is there already/);
    const alone = await ask(["--convert", "a.log"], folder);
    assert.match(alone.stderr, /expected --convert IN OUT/);
  }));

Deno.test("of several buses those that are chosen are converted, under their numbers", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(
      `${folder}/a.log`,
      "(1.0) can0 155#01\n(1.1) can1 155#02\n(1.2) can2 155#03\n",
    );
    await ask(
      ["--bus", "can1=1,can0=2", "--convert", "a.log", "b.crtd"],
      folder,
    );
    assert.equal(
      await Deno.readTextFile(`${folder}/b.crtd`),
      "1.000000 2R11 155 01\n1.100000 1R11 155 02\n",
    );
  }));

Deno.test("a bus that is not there is not converted into an empty file", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.log`, "(1.0) can0 155#01\n");
    const { code, stderr } = await ask(
      ["--bus", "can9", "--convert", "a.log", "b.crtd"],
      folder,
    );
    assert.equal(code, 2);
    assert.match(stderr, /no frames of the bus .* it has can0 \(1 frames\)/);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), [
      "a.log",
    ]);
  }));

Deno.test("a recording that a full disk takes the half of is not there", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.log`, recording(5));
    const { open } = Deno;
    Deno.open = async (path, options) => {
      const file = await open(path, options);
      if (options?.createNew) {
        Object.defineProperty(file, "writable", {
          value: new WritableStream({
            async write(chunk) {
              await file.write(chunk.subarray(0, 10));
              file.close();
              throw new Error("No space left on device (os error 28)");
            },
          }),
        });
      }
      return file;
    };
    try {
      const { code, stderr } = await ask(
        ["--convert", "a.log", "b.crtd"],
        folder,
      );
      assert.equal(code, 2);
      assert.match(stderr, /b\.crtd cannot be written: No space left/);
    } finally {
      Object.assign(Deno, { open });
    }
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), [
      "a.log",
    ]);
  }));

Deno.test("a recording comes from standard input, and all metrics go out as JSON", () =>
  inFolder(async (folder) => {
    const { stdout, code } = await run(
      ["--replay", "-", "--dump-metrics"],
      folder,
      recording(6),
    );
    const metrics: Readonly<Record<string, unknown>> = JSON.parse(stdout);
    assert.equal(code, 0);
    assert.equal(metrics["v.type"], "RT");
    assert.ok(Number(metrics["v.b.soc"]) > 50);
    assert.ok(Object.values(metrics).includes(null));
    // It begins as 0, and nothing was charged
    assert.equal(metrics["xrt.p.count.charged"], null);
  }));

Deno.test("what cannot be read is one sentence and exit code 2", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/notes.txt`, "hello\nworld\n");
    await Deno.writeTextFile(`${folder}/empty.log`, "");
    await Deno.writeTextFile(`${folder}/two.crtd`, "1.0 2R11 155 01\n");
    await Deno.writeTextFile(
      `${folder}/can.log`,
      "(1.0) can0 155#01\n(1.1) vcan3 155#02\n",
    );
    for (
      const [args, message] of [
        [["notes.txt"], /notes\.txt cannot be read: no line of it is/],
        [["empty.log"], /empty\.log is empty/],
        [["two.crtd", "--bus", "3"], /it has bus 2 \(1 frames\)/],
        [
          ["can.log", "--bus", "can9"],
          /it has can0 \(1 frames\), vcan3 \(1 frames\), choose with --bus/,
        ],
        [
          ["can.log", "--bus", "7"],
          /it has bus 1 \(can0, 1 frames\), bus 2 \(vcan3, 1 frames\)/,
        ],
        [
          ["can.log", "--replay-format", "asc"],
          /no line of it is a CAN frame as asc, .* it looks like candump: leave/,
        ],
        [
          ["notes.txt", "--replay-format", "asc"],
          /as asc, which --replay-format forces; nor in another format/,
        ],
      ] as const
    ) {
      const { stdout, stderr, code } = await ask(
        ["--replay", ...args, "--exec", "STAT?"],
        folder,
      );
      assert.deepEqual([stdout, code], ["", 2]);
      assert.match(stderr, message);
    }
  }));

Deno.test("a gap longer than a minute is not waited for at speed 1, but its time passes", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(
      `${folder}/a.log`,
      sparse(BEGIN, 1) + sparse(BEGIN + 3_600_000, 1),
    );
    const { stdout } = await ask([
      "--replay",
      "a.log",
      "--speed",
      "1",
      "--exec",
      "STAT?",
      "--dump-metrics",
    ], folder);
    assert.match(stdout, /"m\.monotonic": 360\d/);
  }));

Deno.test("recordings are continued, not replaced", () =>
  inFolder(async (folder) => {
    const args = ["--record", "a.log", "--exec", ":wait 2s"];
    await ask(args, folder);
    const first = await Deno.readTextFile(`${folder}/a.log`);
    await ask(args, folder);
    const both = await Deno.readTextFile(`${folder}/a.log`);
    assert.ok(both.startsWith(first) && both.length > first.length);
  }));
