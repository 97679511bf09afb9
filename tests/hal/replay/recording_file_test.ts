import assert from "node:assert/strict";
import { Frame } from "../../../hal/can_frame.ts";
import { openRecordingFile } from "../../../hal/replay/mod.ts";

const frame = new Frame(0x155, Uint8Array.of(5, 0x96));
const LINE = "(1436509052.249000) can0 155#0596\n";
const AT = 1_436_509_052_249;

function inFolder(
  work: (folder: string) => void | Promise<void>,
): () => Promise<void> {
  return async () => {
    const folder = Deno.makeTempDirSync();
    try {
      await work(folder);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  };
}

const names = (folder: string) =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

function recordOne(path: string): string {
  const recording = openRecordingFile(path);
  recording.record(AT, frame);
  recording.close();
  return recording.path;
}

Deno.test(
  "a recording that is there is continued, behind a line that a power cut left unfinished",
  inFolder((folder) => {
    const path = `${folder}/a.log`;
    Deno.writeTextFileSync(path, `${LINE}(1436509052.2`);
    assert.equal(recordOne(path), path);
    assert.equal(
      Deno.readTextFileSync(path),
      `${LINE}(1436509052.2\n${LINE}`,
    );
  }),
);

Deno.test(
  "a file that holds something else is left alone: the recording gets a number",
  inFolder((folder) => {
    const path = `${folder}/a.log`;
    Deno.writeTextFileSync(path, "my notes\n");
    assert.equal(recordOne(path), `${folder}/a.2.log`);
    assert.equal(recordOne(path), `${folder}/a.2.log`);
    assert.equal(Deno.readTextFileSync(path), "my notes\n");
    assert.equal(Deno.readTextFileSync(`${folder}/a.2.log`), LINE + LINE);
  }),
);

Deno.test(
  "the name chooses the format; a table has its heading once",
  inFolder((folder) => {
    for (const ending of ["crtd", "csv"]) {
      recordOne(`${folder}/a.${ending}`);
      recordOne(`${folder}/a.${ending}`);
    }
    assert.equal(
      Deno.readTextFileSync(`${folder}/a.crtd`),
      "1436509052.249000 1R11 155 05 96\n".repeat(2),
    );
    const [heading, ...rows] = Deno.readTextFileSync(`${folder}/a.csv`).trim()
      .split("\n");
    assert.match(heading ?? "", /^Time Stamp,ID,Extended,Dir,Bus,LEN,D1/);
    assert.deepEqual(
      rows,
      Array(2).fill("1436509052249000,00000155,false,Rx,0,2,05,96,,,,,,"),
    );
  }),
);

Deno.test(
  "a file that is large enough, or spans enough time, is put aside and packed; none is ever replaced",
  inFolder(async (folder) => {
    const path = `${folder}/a.log`;
    Deno.writeTextFileSync(`${folder}/a.part1.log.gz`, "somebody's");
    const recording = openRecordingFile(path, { bytes: 100, ms: 60_000 });
    for (let n = 0; n < 3; n++) recording.record(AT, frame);
    recording.flush();
    recording.record(AT, frame);
    recording.record(AT + 60_000, frame);
    recording.flush();
    recording.record(AT, frame);
    recording.close();
    await recording.packed();
    assert.deepEqual(names(folder), [
      "a.log",
      "a.part1.log.gz",
      "a.part2.log.gz",
      "a.part3.log.gz",
    ]);
    assert.equal(
      Deno.readTextFileSync(`${folder}/a.part1.log.gz`),
      "somebody's",
    );
    assert.equal(Deno.readTextFileSync(path), LINE);
    const unpacked = Deno.openSync(`${folder}/a.part2.log.gz`).readable
      .pipeThrough(new DecompressionStream("gzip"));
    assert.equal(await new Response(unpacked).text(), LINE.repeat(3));
    assert.equal(recording.problem, undefined);
  }),
);

Deno.test(
  "what was put aside and not packed before the program ended is packed at the next start",
  inFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/a.part1.log`, LINE);
    Deno.writeTextFileSync(`${folder}/a.part1.log.gz.new`, "unfinished");
    const recording = openRecordingFile(`${folder}/a.log`);
    await recording.packed();
    recording.close();
    assert.deepEqual(names(folder), ["a.log", "a.part1.log.gz"]);
  }),
);

Deno.test(
  "a recording that another program moved away goes on in a new file",
  inFolder(async (folder) => {
    const path = `${folder}/a.log`;
    const recording = openRecordingFile(path, { bytes: 2 * LINE.length });
    recording.record(AT, frame);
    recording.flush();
    Deno.renameSync(path, `${folder}/moved.log`);
    for (let n = 0; n < 2; n++) {
      recording.record(AT, frame);
      recording.flush();
    }
    recording.close();
    await recording.packed();
    assert.equal(recording.problem, undefined);
    assert.equal(
      Deno.readTextFileSync(`${folder}/moved.log`) +
        Deno.readTextFileSync(path),
      LINE.repeat(3),
    );
  }),
);

Deno.test(
  "a recording that cannot go on in another file says so, and closes",
  inFolder((folder) => {
    Deno.mkdirSync(`${folder}/in`);
    const recording = openRecordingFile(`${folder}/in/a.log`, { bytes: 1 });
    recording.record(AT, frame);
    Deno.removeSync(`${folder}/in`, { recursive: true });
    recording.flush();
    assert.match(recording.problem ?? "", /^The recording ended: /);
    recording.record(AT, frame);
    recording.close();
  }),
);
