/** Whoever writes outside of the repository is checked there as strictly as inside. */
import assert from "node:assert/strict";
import { ownConfig } from "../../../app/scaffold/own_config.ts";
import { inFolder, ROOT } from "../program.ts";

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

Deno.test("a package that is imported by its version is no fault of style there", () =>
  inFolder(async (here) => {
    await Deno.writeTextFile(`${here}/deno.json`, ownConfig(ROOT));
    await Deno.writeTextFile(
      `${here}/mod.ts`,
      `export { default } from "npm:ms@2.1.3";\n`,
    );
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: ["lint", "--quiet"],
      cwd: here,
      stdout: "null",
      stderr: "null",
    }).output();
    assert.equal(code, 0);
  }));

Deno.test("what is careless is an error of types outside of the repository as well", () =>
  inFolder(async (here) => {
    const careless = Object.values(CARELESS).map(([text]) => text).join("\n");
    await Deno.writeTextFile(`${here}/deno.json`, ownConfig(ROOT));
    await Deno.writeTextFile(`${here}/careless.ts`, careless);
    const { stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--no-lock", "--quiet"],
      cwd: here,
      env: { NO_COLOR: "1" },
      stdout: "null",
      stderr: "piped",
    }).output();
    const text = new TextDecoder().decode(stderr);
    assert.deepEqual(
      [...text.matchAll(/^(TS\d+) \[ERROR\]:/gm)].map(([, error]) => error),
      Object.values(CARELESS).map(([, error]) => error),
      text,
    );
  }));
