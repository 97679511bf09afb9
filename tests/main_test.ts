import assert from "node:assert/strict";
import { SystemClock } from "../hal/clock.ts";
import { SimClock } from "../hal/sim/mod.ts";
import { openStore } from "../hal/store/mod.ts";
import { VERSION } from "../runtime/version.ts";
import { ask, finished, inFolder, ROOT, run, start } from "./app/program.ts";
import { recording } from "./app/recordings/recordings.ts";

/** Plugins as people write them outside of the repository. */
const PLUGINS = {
  "hello.ts": `
    import { definePlugin, type Plugin } from "ovms-edge";
    const plugin: Plugin = definePlugin({
      id: "hello",
      reads: { soc: "v.b.soc" },
      sms: { "HELLO": { usage: "HELLO", run: (_, ctx) => "Hello at " + ctx.metrics.soc.or(0).toFixed(1) } },
    });
    export default plugin;`,
  "plain.js":
    `export default { id: "plain", sms: { PLAIN: { usage: "PLAIN", run: () => ["one", "two"] } } };`,
  "faulty.js": `
    const fail = () => { throw new Error("fault of +49 170 1234567"); };
    export default {
      id: "faulty", reads: { soc: "v.b.soc" },
      start: fail, stop: fail, on: { soc: fail },
      every: { second: fail, tenSeconds: fail, minute: fail },
      frames: { 0x155: { bytes: 8, decode: fail } },
      sms: { FAULTY: { usage: "FAULTY", run: fail } },
    };`,
  "colliding.js":
    `export default { id: "colliding", sms: { STAT: { usage: "STAT", run: () => "" } } };`,
  "wrong.js": `export default { id: "Wrong Id" };`,
  "broken.js": `export default {`,
};

/** A plugin with settings. */
const HILL = `
  import { definePlugin, type Plugin, v } from "ovms-edge";
  const plugin: Plugin = definePlugin({
    id: "hill",
    settings: {
      reserve: { schema: v.number(), default: 5, unit: "km", summary: "Reserve" },
      key: { schema: v.string(), default: "", summary: "Key", secret: true },
    },
    sms: { "HILL": { usage: "HILL", run: (_, { settings }) =>
      settings.reserve + " km, key of " + settings.key.length } },
  });
  export default plugin;`;

async function writePlugins(folder: string): Promise<void> {
  for (const [name, text] of Object.entries(PLUGINS)) {
    await Deno.writeTextFile(`${folder}/${name}`, text);
  }
}

Deno.test("--set sets what plugins declare, and says what is wrong with it", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/hill.ts`, HILL);
    const plugin = ["--plugin", "hill.ts", "--exec", "HILL"];
    const given = ["--set", "hill.reserve=7", "--set", "hill.key=geheim42"];
    const good = await ask([...given, ...plugin], folder);
    assert.deepEqual([good.stdout, good.stderr], ["7 km, key of 8\n", ""]);
    for (
      const [set, why] of [
        [
          "hill.reserve=x",
          /--set hill.reserve: .*: expected a number \(km\)\n$/,
        ],
        [
          "hill.reserv=7",
          /no setting hill.reserv; did you mean hill.reserve\? --list names all\n$/,
        ],
        ["7", /--set cannot be "7": expected a name and a value/],
      ] as const
    ) {
      const { code, stderr } = await ask(["--set", set, ...plugin], folder);
      assert.equal(code, 2);
      assert.match(stderr, why);
    }
    const { stdout } = await ask(["--plugin", "hill.ts", "--list"], folder);
    assert.match(stdout, /^ +hill\.reserve +hill +5 +Reserve$/m);
    assert.match(stdout, /^ +sms\.budget +sms +20 +Text messages/m);
  }));

Deno.test("--exec answers like a phone would show it, and tells failures by its exit code", () =>
  inFolder(async (folder) => {
    const good = await ask(["--exec", "STAT?"], folder);
    assert.match(
      good.stdout,
      /^Not charging\n Full charge: \d+ min\.\n Range: \d+ - \d+ km\n SOC: 80\.00% .*\n ODO: 4419 km\n$/,
    );
    assert.deepEqual([good.stderr, good.code], ["", 0]);
    const mixed = await ask(
      ["--exec", "FOO", "--exec", "version", "--exec", ":plug"],
      folder,
    );
    assert.equal(mixed.code, 1);
    assert.match(mixed.stderr, /^There is no command "FOO": HELP lists all\n$/);
    assert.equal(
      mixed.stdout,
      `OVMS Firmware version: ${VERSION}/RT${VERSION}/V2\n\nPlugged in\n`,
    );
  }));

Deno.test("--replay answers after the end; bad lines are reported with their numbers", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.log`, `bad\n${recording(6)}`);
    const { code, stdout, stderr } = await ask(
      ["--replay", "a.log", "--exec", "STAT?"],
      folder,
    );
    assert.match(stdout, /SOC: 6[34]\.\d\d%/);
    assert.match(
      stderr,
      /a\.log: \d+ frames .* 1 bad lines:\n {2}line 1: bad\n/,
    );
    assert.equal(code, 0);
  }));

Deno.test("plugins from outside work and are listed, as a call and as a plain object", () =>
  inFolder(async (folder) => {
    await writePlugins(folder);
    const both = ["--plugin", "hello.ts", "--plugin", `${folder}/plain.js`];
    const [used, listed] = await Promise.all([
      ask(
        [...both, "--exec", "HELLO", "--exec", "PLAIN", "--exec", "HELP"],
        folder,
      ),
      ask([...both, "--list"], folder),
    ]);
    assert.match(used.stdout, /^Hello at 80\.0\n\none\n two\n/);
    assert.match(used.stdout, /HELLO PLAIN/);
    assert.equal(used.code, 0);
    assert.match(listed.stdout, /HELLO +hello/);
    assert.match(listed.stdout, /PLAIN +plain/);
    assert.match(listed.stdout, /STAT\[\?\] +stat/);
    assert.match(listed.stdout, /RT-GPS-Log +gps/);
  }));

Deno.test("a plugin that throws in every hook leaves the others working", () =>
  inFolder(async (folder) => {
    await writePlugins(folder);
    const { code, stdout, stderr } = await ask(
      ["--plugin", "faulty.js", "--exec", "STAT?"],
      folder,
    );
    assert.match(stdout, /SOC: 80\.00%/);
    assert.equal(code, 0);
    const events = stderr.trim().split("\n").map((line) => JSON.parse(line));
    assert(events.some(({ message }) => message === "plugin set aside"));
    assert.doesNotMatch(stderr, /1234567/);
  }));

Deno.test("a plugin that cannot be used is left out with a sentence, and the others run", () =>
  inFolder(async (folder) => {
    await writePlugins(folder);
    const bad: readonly (readonly [text: string, why: RegExp])[] = [
      ["throw new Error('at load')", /bad0\.js cannot be loaded: at load/],
      ["export default {", /bad1\.js cannot be loaded: /],
      ["export default 5", /bad2\.js: /],
      [
        "export default new Proxy({}, { get() { throw 7; }, has() { throw 7; } })",
        /bad3\.js: looking at it throws "7"/,
      ],
      [
        'export default { id: "bad4", sms: { STAT: { usage: "", run: () => "" } } }',
        /bad4 is left out: verb STAT is claimed by stat and by bad4: /,
      ],
      [
        'export default { id: "bad5", metrics: { soc: "v.b.soc" } }',
        /bad5 is left out: metric v\.b\.soc is written by twizy-can and by bad5: /,
      ],
      [
        'export default { id: "bad6", reads: { soc: "v.b.sok" } }',
        /bad6\.js: reads\.soc: .*did you mean v\.b\.soc\?/,
      ],
      [
        'export default { id: "bad7", reads: { soc: { name: "v.b.sok", unit: "%" } } }',
        /bad7 reads v\.b\.sok, which nobody writes; did you mean v\.b\.soc\?/,
      ],
      [
        'export default { id: "bad8", metrics: { soc: { name: "x.bad8", unit: "" } }, on: { sok: () => {} } }',
        /bad8 names the metric sok, which it does not declare/,
      ],
      [
        'export default { id: "hello", sms: { OTHER: { usage: "", run: () => "" } } }',
        /plugin hello is loaded twice/,
      ],
      [
        'export default [{ id: "good", sms: { GOOD: { usage: "", run: () => "good" } } }, 5]',
        /bad10\.js, part 2: /,
      ],
    ];
    for (const [i, [text]] of bad.entries()) {
      await Deno.writeTextFile(`${folder}/bad${i}.js`, text);
    }
    const plugins = [
      "hello.ts",
      "gone.js",
      ...bad.keys().map((i) => `bad${i}.js`),
      "plain.js",
    ].flatMap((name) => ["--plugin", name]);
    const trusted = plugins.map((word) =>
      word === "--plugin" ? "--trust" : word
    );
    const [{ code, stdout, stderr }, listed] = await Promise.all([
      ask(
        [
          ...plugins,
          ...["HELLO", "PLAIN", "GOOD", "DIAG"].flatMap((line) => [
            "--exec",
            line,
          ]),
        ],
        folder,
      ),
      // In this process, and with the same sentences.
      ask([...trusted, "--list"], folder),
    ]);
    assert.match(stdout, /^Hello at 80\.0\n\none\n two\n\ngood\n/);
    assert.equal(code, 0);
    const sentences = stderr.trim().split("\n").map((line) =>
      JSON.parse(line).message
    );
    assert.equal(sentences.length, bad.length + 1, stderr);
    for (
      const [, why] of [...bad, ["", /gone\.js cannot be loaded/] as const]
    ) {
      assert.ok(sentences.some((sentence) => why.test(sentence)), `${why}`);
      assert.match(listed.stderr, why);
    }
    assert.match(listed.stdout, /GOOD +good/);
    assert.equal(listed.code, 0);
  }));

Deno.test("what cannot be done is one sentence and exit code 2", () =>
  inFolder(async (folder) => {
    await writePlugins(folder);
    await Deno.writeTextFile(`${folder}/note.txt`, "no backup");
    await Deno.writeTextFile(`${folder}/file`, "");
    const used = openStore({
      path: `${folder}/used.db`,
      clock: new SimClock(),
    });
    const cases: readonly (readonly [string, RegExp])[] = [
      ["--nonsense", /Unknown option '--nonsense'/],
      ["--replay none.log", /none\.log cannot be read: there is no such file/],
      ["--replay . --exec STAT?", /cannot be read: it is a folder/],
      [
        "--strict --plugin none.ts",
        /none\.ts cannot be loaded: there is no such file/,
      ],
      ["--strict --plugin broken.js", /broken\.js cannot be loaded: /],
      ["--strict --plugin wrong.js", /wrong\.js: id: must be lower case/],
      [
        "--strict --plugin colliding.js --exec STAT?",
        /STAT is claimed by .*stat.* and by .*colliding/,
      ],
      [
        "--can foo:bar --exec STAT?",
        /^--can is for a gateway, and --exec runs/,
      ],
      [
        "--modem /dev/x --replay a.log",
        /^--modem is for a gateway, and --replay/,
      ],
      ["--set nope=1 --exec STAT?", /no setting nope.*--list names all/],
      ["--convert note.txt o.xyz", /o\.xyz says no format: expected .*\.crtd/],
      ["--vehicle XX --exec STAT?", /no vehicle type "XX": expected RT/],
      ["--store used.db --exec STAT?", /used\.db is in use by another program/],
      ["--store file/x.db --journal", /file\/x\.db cannot be opened/],
      ["--record none/x.log --exec STAT?", /none\/x\.log cannot be written/],
      ["--export NONE", /no record type "NONE": expected .*RT-GPS-Log/],
      ["--restore note.txt", /note\.txt is no backup: it is not JSON/],
    ];
    // Two at a time: more would not be faster.
    const waiting = [...cases];
    const work = async () => {
      for (let next; (next = waiting.pop());) {
        const [line, message] = next;
        const state = `${folder}/${waiting.length}`;
        const args = line.split(" ");
        const store = args.includes("--store") ? [] : ["--store", state];
        const { code, stdout, stderr } = await ask(
          [...args, ...store],
          folder,
        );
        assert.match(stderr, message, line);
        assert.equal(stderr.trim().split("\n").length, 1, stderr);
        assert.deepEqual([code, stdout], [2, ""], line);
      }
    };
    await Promise.all([work(), work()]);
    used.close();
  }));

Deno.test("journal, export and backup come beside the program that has the store", () =>
  inFolder(async (folder) => {
    const path = `${folder}/used.db`;
    const used = openStore({ path, clock: new SimClock() });
    used.put("params", { "7": "note" });
    used.journal({ who: "me", what: "param", key: "7", old: "", new: "note" });
    const args = ["--store", path];
    const journal = await ask([...args, "--journal"], folder);
    assert.deepEqual([journal.code, journal.stderr], [0, ""]);
    assert.match(journal.stdout, /me +param +7/);
    const backup = await ask([...args, "--backup", "b.json"], folder);
    assert.deepEqual([backup.code, backup.stderr], [0, ""]);
    assert.match(await Deno.readTextFile(`${folder}/b.json`), /"note"/);
    const { code } = await ask([...args, "--export", "RT-GPS-Log"], folder);
    assert.equal(code, 0);
    used.put("params", { "7": "goes on" });
    used.close();
  }));

Deno.test("settings survive in the store, and move by backup and export", () =>
  inFolder(async (folder) => {
    const store = ["--store", "a.db"];
    const changed = await ask(
      [
        ...[...store, "--exec", "REGISTER OVMS +491701234567"],
        ...["--exec", "PARAMS M", "--exec", "FEATURE 9 20"],
        ...["--exec", "FEATURE 8 1", "--exec", ":drive city"],
        ...["--exec", ":wait 1m", "--exec", ":sms +491701234567 STAT?"],
      ],
      folder,
    );
    assert.equal(changed.code, 0, changed.stderr);
    assert.match(changed.stdout, /SMS to \+491701234567: .*\n.* mi\n/s);
    const journal = await ask([...store, "--journal"], folder);
    assert.match(journal.stdout, /console owner +param +2 +K +M/);
    assert.doesNotMatch(journal.stdout, /1701234567/);
    const track = await ask(
      [...store, "--export", "RT-GPS-Log", "--format", "gpx", "--out", "a.gpx"],
      folder,
    );
    assert.equal(track.stderr, "");
    assert.match(await Deno.readTextFile(`${folder}/a.gpx`), /<trkpt lat="51/);
    await ask([...store, "--backup", "a.json"], folder);
    const restored = await ask(
      ["--store", "b.db", "--restore", "a.json"],
      folder,
    );
    assert.match(restored.stdout, /^Restored 2\d parameters, 8 features/);
    const told = await ask(
      ["--store", "b.db", "--exec", "FEATURES?", "--exec", "STAT?"],
      folder,
    );
    assert.match(told.stdout, /9: ?20/);
    assert.match(told.stdout, /ODO: \d+ mi/);
    const list = await ask([...store, "--notifications"], folder);
    assert.match(list.stdout, /^(No messages|time )/);
  }));

Deno.test("without a terminal lines are read and answered one after the other, without escape codes", () =>
  inFolder(async (folder) => {
    const { code, stdout, stderr } = await run(
      [],
      folder,
      "STAT?\nfoo\n\n:drive\n",
    );
    assert.match(
      stdout,
      /^(SMS to \+\d+: The module password .*\n)?Not charging\n(.*\n)+ ODO: 4419 km\nThere is no command "foo".*\nExpected: drive/,
    );
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(stdout + stderr, /\x1b/);
    assert.deepEqual([code, stderr], [1, ""], "what is unknown failed");
    const fine = await run([], folder, "STAT?\n:status\n");
    assert.deepEqual([fine.code, fine.stderr], [0, ""]);
    assert(Deno.statSync(`${folder}/state/ovms-edge/simulated.db`).isFile);
  }));

Deno.test("a recording runs at a multiple of real time while lines are answered", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.log`, recording(8));
    const { code, stdout, stderr } = await run(
      ["--replay", "a.log", "--speed", "10"],
      folder,
      ":wait 7s\nSTAT?\n",
    );
    assert.match(stdout, /SOC: 6[34]\.\d\d%/);
    assert.match(stderr, /a\.log: \d+ frames in \d+ lines\n/);
    assert.equal(code, 0);
  }));

Deno.test("without any input it runs until it is told to end, and ends cleanly", () =>
  inFolder(async (folder) => {
    const child = start(["--record", "bus.log"], folder);
    const recorded = async () =>
      (await Deno.stat(`${folder}/bus.log`).catch(() => undefined))?.size ?? 0;
    const clock = new SystemClock();
    let over = false;
    void child.status.then(() => over = true);
    while (!over && await recorded() === 0) {
      await new Promise<void>((resolve) => void clock.after(20, resolve));
    }
    assert(!over, "the program ended by itself");
    child.kill("SIGTERM");
    const { code, stdout, stderr } = finished(await child.output());
    // What the car tells its owner is told where the owner would sit
    assert.match(stdout, /^(SMS to \+\d+: The module password .*\n)?$/);
    assert.deepEqual([code, stderr], [0, ""]);
    const text = await Deno.readTextFile(`${folder}/bus.log`);
    assert.match(text, /^\(\d+\.\d{6}\) can0 155#[0-9A-F]+\n/m);
    assert(text.endsWith("\n"));
    const again = await ask(["--journal"], folder);
    assert.deepEqual([again.code, again.stderr], [0, ""]);
  }));

Deno.test("under deno task paths count from where the user stands", () =>
  inFolder(async (folder) => {
    const place = await Deno.makeTempDir({ dir: `${ROOT}tests/app` });
    try {
      const { code, stdout } = finished(
        await new Deno.Command(Deno.execPath(), {
          args: [
            ...["task", "--quiet", "start", "--store", `${folder}/a.db`],
            ...["--exec", "FEATURE 9 20", "--record", "here.crtd"],
          ],
          cwd: place,
          // Deno sets it, unless another task around it did so before.
          env: { INIT_CWD: place },
          stdin: "null",
        }).output(),
      );
      assert.deepEqual([code, stdout], [0, "Feature has been set.\n"]);
      assert.match(
        await Deno.readTextFile(`${place}/here.crtd`),
        /^\d+\.\d{6} 1R11 155 /m,
      );
    } finally {
      await Deno.remove(place, { recursive: true });
    }
  }));

Deno.test("--version and --help", () =>
  inFolder(async (folder) => {
    const [version, help] = await Promise.all([
      ask(["--version"], folder),
      ask(["-h"], folder),
    ]);
    assert.equal(version.stdout, `${VERSION}\n`);
    assert.match(help.stdout, /^Usage: deno task start/);
  }));

Deno.test("whoever sits at a simulated car is its owner from the start, and gets its texts", () =>
  inFolder(async (folder) => {
    const { code, stdout } = await run(
      ["--store", ":memory:", "--http", "off"],
      folder,
      "PARAMS?\n",
    );
    assert.equal(code, 0);
    assert.match(stdout, /^0:\+49\d{8,}$/m);
  }));
