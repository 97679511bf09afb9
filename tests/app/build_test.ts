/** The program as `deno task build` makes it. */
import assert from "node:assert/strict";
import { decode, encode } from "@jridgewell/sourcemap-codec";
import { dirname } from "node:path";
import { build } from "../../app/fresh_build.ts";
import { withAddresses, withoutForeign } from "../../app/bundle.ts";
import { sourcesOf } from "../../app/sources.ts";
import { built, finished, inFolder, ROOT } from "./program.ts";

/** What builds needs it. */
const CODEC = "@jridgewell/sourcemap-codec";
const { imports }: { readonly imports: Readonly<Record<string, string>> } = JSON
  .parse(Deno.readTextFileSync(`${ROOT}deno.json`));

/** A program that tells its address, where it fails, and loads a part and a file when it is asked. */
const SMALL: Readonly<Record<string, string>> = {
  "deno.json": JSON.stringify({
    imports: {
      "ovms-edge": "./runtime/mod.ts",
      "#own": "./app/own.ts",
      [CODEC]: imports[CODEC],
    },
  }),
  "main.ts": `import { pages } from "./plugins/hills.ts";
import { own } from "./app/own.ts";
export async function main(): Promise<number> {
  console.log(JSON.stringify({ pages, own, failed: await failed() }));
  return 0;
}
async function failed(): Promise<string> {
  const { fail } = await import("./app/late.ts");
  try {
    return fail();
  } catch (error) {
    return String(error instanceof Error && error.stack);
  }
}
if (import.meta.main) await main();
`,
  ...ownFiles(
    "start",
    "app/build",
    "app/bundle",
    "app/deno",
    "app/fresh_build",
    "app/sources",
  ),
  "runtime/mod.ts": `export const shared: object = {};\n`,
  "app/own.ts": `import { shared } from "ovms-edge";
export const own: string = typeof shared;
`,
  "app/late.ts": `
interface Long {
  readonly gone: "when it is built";
}
export function fail(): never {
  throw new Error("as it has to");
}
export type { Long };
`,
  "plugins/hills.ts": `/** What import.meta.url is. */
export const pages: readonly string[] = [
  new URL("./page/hills.js", import.meta.url).href,
  'such as new URL("./page/hills.js", import.meta.url)',
];
`,
  "plugins/page/hills.js": "export default 1;\n",
};

/** What builds and starts a project. */
function ownFiles(...names: readonly string[]) {
  return Object.fromEntries(names.map((name) => {
    const path = `${name}.ts`;
    return [path, Deno.readTextFileSync(ROOT + path)] as const;
  }));
}

/** Writes files of a project. */
function writeAll(folder: string, files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(files)) {
    Deno.mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
    Deno.writeTextFileSync(`${folder}/${path}`, text);
  }
}

async function runIn(folder: string, file: string) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", `${folder}/${file}`],
    stdout: "piped",
    stderr: "piped",
  });
  return finished(await child.output());
}

Deno.test("a build is one folder, in which modules find themselves, their files and their lines", async () => {
  await inFolder(async (folder) => {
    writeAll(folder, SMALL);
    await build(folder);
    // It needs nothing of the sources.
    for (const path of ["main.ts", "app", "plugins", "runtime"]) {
      Deno.removeSync(`${folder}/${path}`, { recursive: true });
    }
    const { code, stdout, stderr } = await runIn(folder, "dist/main.js");
    assert.equal(code, 0, stderr);
    const { pages, own, failed } = JSON.parse(stdout);
    const page = `file://${folder}/dist/plugins/page/hills.js`;
    assert.deepEqual(pages, [
      page,
      'such as new URL("./page/hills.js", import.meta.url)',
    ]);
    assert.equal(own, "object");
    assert.match(
      failed,
      new RegExp(`at .*\\(file://${folder}/dist/app/late\\.ts:6:9\\)`),
    );
    assert.equal(
      Deno.readTextFileSync(new URL(page)),
      SMALL["plugins/page/hills.js"],
    );
  });
});

Deno.test("what changed is built anew, what did not is left, and a program that runs keeps its parts", async () => {
  await inFolder(async (folder) => {
    writeAll(folder, SMALL);
    const parts = () =>
      [...Deno.readDirSync(`${folder}/dist`)].map(({ name }) => name)
        .filter((name) => /^late-.*\.js$/.test(name));
    await build(folder);
    const [first = ""] = parts();
    const stamp = () =>
      Deno.statSync(`${folder}/dist/built.json`).mtime?.getTime();
    const before = stamp();
    await build(folder);
    assert.equal(stamp(), before);
    for (const text of ["second", "third"]) {
      writeAll(folder, {
        "app/late.ts": `export const fail = (): string => "${text}";\n`,
      });
      await build(folder);
      const { stdout } = await runIn(folder, "dist/main.js");
      assert.equal(JSON.parse(stdout).failed, text);
      assert.equal(parts().length, 2);
      assert.equal(parts().includes(first), text === "second");
    }
  });
});

Deno.test("of builds that begin at the same time one is made, and the others have what it built", async () => {
  await inFolder(async (folder) => {
    writeAll(folder, SMALL);
    await build(folder);
    writeAll(folder, { "app/late.ts": "export const fail = () => 1;\n" });
    const dist = `${folder}/dist`, stamp = `${dist}/built.json`;
    const other = Deno.openSync(`${dist}/turn.lock`, { write: true });
    await other.lock(true);
    const second = build(folder);
    // It would have begun by now, if it did not wait; then the other one is done.
    await new Promise((resolve) => setTimeout(resolve, 50));
    Deno.writeTextFileSync(
      stamp,
      JSON.stringify({ from: sourcesOf(folder), files: ["by the other"] }),
    );
    other.close();
    await second;
    assert.match(Deno.readTextFileSync(stamp), /by the other/);
  });
});

Deno.test("what cannot be built is told, and the build before stays", async () => {
  await inFolder(async (folder) => {
    writeAll(folder, SMALL);
    await build(folder);
    writeAll(folder, { "app/late.ts": "export const = 1;\n" });
    await assert.rejects(build(folder), /late\.ts/);
    const { code } = await runIn(folder, "dist/main.js");
    assert.equal(code, 0);
    assert.deepEqual(
      [...Deno.readDirSync(`${folder}/dist`)].filter(({ name }) =>
        name.startsWith(".")
      ),
      [],
    );
  });
});

/** Starts a built project as the task does. */
async function startIn(folder: string) {
  const file = Deno.readTextFileSync(`${folder}/dist/entry`).trim();
  const rights = ["read", "write", "run=deno", "env"].map((it) =>
    `--allow-${it}`
  );
  return finished(
    await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-prompt", ...rights, file],
      cwd: folder,
      stdout: "piped",
      stderr: "piped",
    }).output(),
  );
}

Deno.test("start runs what is there now: a file that changed, came or went", async () => {
  await inFolder(async (folder) => {
    writeAll(folder, SMALL);
    await build(folder);
    const fails = (text: string) => `export const fail = () => "${text}";\n`;
    const said = async () => JSON.parse((await startIn(folder)).stdout).failed;
    writeAll(folder, { "app/late.ts": fails("changed") });
    assert.equal(await said(), "changed");
    writeAll(folder, {
      "app/late.ts": `export { fail } from "./new/came.ts";\n`,
      "app/new/came.ts": fails("came"),
    });
    assert.equal(await said(), "came");
    // A build of less is another one, too.
    const from = () => Deno.readTextFileSync(`${folder}/dist/built.json`);
    writeAll(folder, { "app/new/unused.ts": "export {};\n" });
    await startIn(folder);
    assert.match(from(), /unused\.ts/);
    Deno.removeSync(`${folder}/app/new/unused.ts`);
    await startIn(folder);
    assert.doesNotMatch(from(), /unused\.ts/);
  });
});

Deno.test("start runs what was built before, and says so, where it cannot be built anew", async () => {
  await inFolder(async (folder) => {
    writeAll(folder, SMALL);
    await build(folder);
    writeAll(folder, { "app/late.ts": "export const = 1;\n" });
    const { code, stdout, stderr } = await startIn(folder);
    assert.equal(code, 0);
    assert.match(JSON.parse(stdout).failed, /as it has to/);
    assert.match(stderr, /^Not built anew, so the program runs as it was/);
  });
});

Deno.test("what was just built is started once, on a store of its own, so that the first start of its user finds compiled code", async () => {
  await inFolder(async (folder) => {
    const config = JSON.parse(SMALL["deno.json"] ?? "");
    writeAll(folder, {
      ...SMALL,
      "deno.json": JSON.stringify({
        ...config,
        tasks: { start: "echo started >> starts && echo" },
      }),
    });
    const rights = ["read", "write", "run=deno"].map((it) => `--allow-${it}`);
    for (let n = 0; n < 2; n++) {
      const { code, stdout, stderr } = finished(
        await new Deno.Command(Deno.execPath(), {
          args: ["run", "--no-prompt", ...rights, "app/build.ts"],
          cwd: folder,
          stdout: "piped",
          stderr: "piped",
        }).output(),
      );
      assert.deepEqual([stdout, code], ["dist/start.js\n", 0], stderr);
      assert.equal(Deno.readTextFileSync(`${folder}/starts`), "started\n");
    }
  });
});

Deno.test("start runs the modules, and says so, where nothing can be built", async () => {
  await inFolder(async (folder) => {
    writeAll(folder, SMALL);
    const { code, stdout, stderr } = finished(
      await new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-prompt", "--allow-read", "app/build.ts"],
        cwd: folder,
        stdout: "piped",
        stderr: "piped",
      }).output(),
    );
    assert.deepEqual([stdout, code], ["main.ts\n", 1]);
    assert.match(stderr, /^Not built, so the program runs from its modules/);
  });
});

Deno.test("a program that was built builds as its sources do: what names addresses there is no address of its own", () => {
  const dist = dirname(built());
  // Beside them are files of the build before.
  const { files }: { readonly files: readonly string[] } = JSON.parse(
    Deno.readTextFileSync(`${dist}/built.json`),
  );
  const texts = files.filter((name) => name.endsWith(".js"))
    .map((name) => Deno.readTextFileSync(`${dist}/${name}`));
  assert.ok(texts.some((text) => text.includes("--code-splitting")));
  for (const text of texts) {
    assert.doesNotMatch(text, /new URL\("[./]*app\/bundle\.ts"/);
  }
});

Deno.test("the program's own pages, and its lines in a stack, are where it says", () => {
  const dist = new URL(".", `file://${built()}`);
  const read = (path: string) => Deno.readTextFileSync(new URL(path, dist));
  const { files }: { readonly files: readonly string[] } = JSON.parse(
    read("built.json"),
  );
  const pages = files.filter((path) => path.endsWith(".js")).flatMap((path) => {
    const code = read(path);
    const addresses = new Map(
      [...code.matchAll(
        /function (__address\d+)\(\)\{return new URL\("([^"]+)"/g,
      )]
        .map(([, name = "", module = ""]) => [name, module] as const),
    );
    return [...code.matchAll(/new URL\("([^"]+\.js)",(__address\d+)\(/g)]
      .map(([, page = "", name = ""]) => {
        const module = addresses.get(name) ?? assert.fail(name);
        return new URL(page, new URL(module, new URL(path, dist)));
      });
  });
  assert.ok(pages.length > 10, `${pages.length}`);
  for (const page of pages) assert.ok(Deno.statSync(page).isFile, page.href);
  const maps: readonly {
    readonly sources: readonly string[];
    readonly sourcesContent?: readonly string[];
  }[] = files.filter((path) => path.endsWith(".map")).map((path) =>
    JSON.parse(read(path))
  );
  // Deno reads maps whole: the texts, which nobody asks for, would be two thirds of them.
  assert.deepEqual(maps.flatMap((map) => map.sourcesContent ?? []), []);
  const sources = maps.flatMap((map) => map.sources)
    .filter((source) => source.startsWith(dist.href));
  assert.ok(sources.length > 500, `${sources.length}`);
  for (const source of sources) {
    const file = new URL(source.slice(dist.href.length), `file://${ROOT}`);
    assert.ok(Deno.statSync(file).isFile, source);
  }
});

Deno.test("libraries have no places in a map of lines, and none of the module before them", () => {
  const own = [0, 0, 1, 2] as const, other = [9, 1, 0, 0] as const;
  const map = encode([
    [[...own], [...other], [12, 1, 3, 0], [20, 0, 7, 7]],
    [[...other]],
    [],
  ]);
  assert.deepEqual(decode(withoutForeign(map, [false, true])), [
    [[...own], [9], [20, 0, 7, 7]],
    [[9]],
    [],
  ]);
});

Deno.test("texts that speak of addresses are left as they are, and places behind an address stay", () => {
  const code = [
    `const a=import.meta.url,b="import.meta.url",c='it\\'s import.meta.url';`,
    "const d=import.meta.url;",
    "//# sourceMappingURL=x.js.map",
  ];
  const at = (line: number, text: string) => code[line]?.indexOf(text) ?? -1;
  const mappings = encode([
    [[at(0, "import"), 0, 0, 0], [at(0, '"'), 0, 1, 0], [at(0, "'"), 0, 2, 0]],
    [[at(1, "import"), 1, 0, 0]],
  ]);
  const sources = ["app/a.ts", "app/b.ts"];
  assert.deepEqual(
    withAddresses(code.join("\n"), { sources, mappings }, "../").split("\n"),
    [
      `const a=__address0()   ,b="import.meta.url",c='it\\'s import.meta.url';`,
      "const d=__address1()   ;",
      'function __address0(){return new URL("../app/a.ts",import.meta.url).href}',
      'function __address1(){return new URL("../app/b.ts",import.meta.url).href}',
      "//# sourceMappingURL=x.js.map",
    ],
  );
});
