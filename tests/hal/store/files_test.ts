import assert from "node:assert/strict";
import { dirname } from "node:path";
import { moveAside, replace } from "../../../hal/store/files.ts";
import { inFolder } from "./stores.ts";

/** What is done to the disk, in its order: files and folders that are waited for, and moves. */
function watched(work: () => void): string[] {
  const { openSync, renameSync } = Deno, done: string[] = [];
  Deno.openSync = (path, options) => {
    const file = openSync(path, options), sync = file.syncSync.bind(file);
    file.syncSync = () => {
      done.push(`sync ${path}`);
      sync();
    };
    return file;
  };
  Deno.renameSync = (from, to) => {
    done.push(`move ${from}`);
    renameSync(from, to);
  };
  try {
    work();
  } finally {
    Object.assign(Deno, { openSync, renameSync });
  }
  return done;
}

Deno.test("a file that takes the place of another is on the disk before, and its folder after", () =>
  inFolder((path) => {
    const folder = dirname(path), made = `${path}.new`;
    Deno.mkdirSync(folder);
    Deno.writeTextFileSync(made, "new");
    assert.deepEqual(watched(() => replace(made, path)), [
      `sync ${made}`,
      `move ${made}`,
      `sync ${folder}`,
    ]);
    assert.equal(Deno.readTextFileSync(path), "new");
  }));

Deno.test("a damaged store is moved aside with its log first, for good", () =>
  inFolder((path) => {
    const folder = dirname(path);
    Deno.mkdirSync(folder);
    for (const part of ["", "-wal"]) Deno.writeTextFileSync(path + part, part);
    assert.deepEqual(watched(() => moveAside(path)), [
      `move ${path}-wal`,
      `move ${path}`,
      `sync ${folder}`,
    ]);
  }));
