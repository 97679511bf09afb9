/**
 * What people write outside of the repository, or have written for them, is checked there as strictly as
 * inside. Each check reads the types of the whole contract, so all are one.
 */
import assert from "node:assert/strict";
import { newPlugin, writeNew } from "../../../app/scaffold/new_plugin.ts";
import { firstVehicle, newVehicle } from "../../../app/scaffold/new_vehicle.ts";
import { ownConfig } from "../../../app/scaffold/own_config.ts";
import { inFolder, ROOT } from "../program.ts";
import { writeFiles } from "../vehicles_page.ts";

/** Each is an error by an option that Deno does not set by itself. */
const CARELESS = {
  noUncheckedIndexedAccess: ["export const a: number = [1, 2][0];", "TS2322"],
  exactOptionalPropertyTypes: [
    "export const b: { c?: number } = { c: undefined };",
    "TS2375",
  ],
  noUnusedLocals: ["const d = 1;", "TS6133"],
  noImplicitReturns: [
    "export function e(f: boolean) { if (f) return 1; }",
    "TS7030",
  ],
} as const;

/** Where a file of the check is wrong, and by which error. */
interface Finding {
  readonly error: string;
  readonly file: string;
}

/** Checks all of a folder. */
async function check(folder: string): Promise<readonly Finding[]> {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--no-lock", "--quiet"],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).output();
  const text = new TextDecoder().decode(stderr);
  const found = [
    ...text.matchAll(
      /^(TS\d+) \[ERROR\]:(?:.|\n(?!\n))*? at (\S+?):\d+:\d+$/gm,
    ),
  ].map(([, error = "", file = ""]) => ({ error, file }));
  // None is overlooked, and it was looked at all.
  assert.match(
    text,
    new RegExp(`^Found ${found.length} errors\\.$`, "m"),
    text,
  );
  return found;
}

Deno.test("what is written outside of the repository has no error of types, and what is careless has each", () =>
  inFolder(async (here) => {
    const page = `${here}/page`;
    await Deno.mkdir(page);
    await writeFiles(here, page);
    const dbc = await Deno.readFile(`${here}/car.dbc`);
    const written = [
      ...newPlugin("my-thing", ".", { root: ROOT, here }),
      ...firstVehicle("mycar", here, ROOT).files,
      ...newVehicle("first", dbc, here, ROOT).files,
    ];
    const config = ownConfig(ROOT);
    for (const [path, text] of written) {
      if (path.endsWith("deno.json")) assert.equal(text, config, path);
    }
    writeNew(written.filter(([path]) => !path.endsWith("deno.json")));
    await Deno.writeTextFile(`${here}/deno.json`, config);
    const careless = Object.values(CARELESS).map(([text]) => text);
    for (const folder of ["", "my-thing/", "mycar/", "first/", "page/"]) {
      await Deno.writeTextFile(
        `${here}/${folder}careless.ts`,
        careless.join("\n"),
      );
    }
    const found = await check(here);
    for (const { error, file } of found) {
      assert.match(file, /\/careless\.ts$/, `${error} at ${file}`);
    }
    for (const folder of ["", "my-thing/", "mycar/", "first/", "page/"]) {
      assert.deepEqual(
        found.filter(({ file }) =>
          file.endsWith(`${here}/${folder}careless.ts`)
        )
          .map(({ error }) => error),
        Object.values(CARELESS).map(([, error]) => error),
        folder,
      );
    }
  }));
