import assert from "node:assert/strict";
import { dirname } from "node:path";
import { moveAside, replace, writeWhole } from "../../../hal/store/files.ts";
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

Deno.test("a file of the owner's is written whole; the one before stays where the disk takes no other", () =>
  inFolder((path) => {
    Deno.mkdirSync(dirname(path));
    Deno.writeTextFileSync(path, "yesterday's");
    const { writeTextFileSync } = Deno;
    // The half of it, as on a disk that becomes full
    Deno.writeTextFileSync = (file, text, options) => {
      writeTextFileSync(file, `${text}`.slice(0, 3), options);
      throw new Error("No space left on device (os error 28)");
    };
    try {
      assert.throws(() => writeWhole(path, "today's"), /No space left/);
    } finally {
      Object.assign(Deno, { writeTextFileSync });
    }
    assert.equal(Deno.readTextFileSync(path), "yesterday's");
    Deno.symlinkSync(path, `${path}-link`);
    const done = watched(() => writeWhole(`${path}-link`, "today's"));
    assert.deepEqual(done, [
      `sync ${path}.new`,
      `move ${path}.new`,
      `sync ${dirname(path)}`,
    ]);
    assert.equal(Deno.readTextFileSync(path), "today's");
    assert.equal((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
    assert.deepEqual(
      [...Deno.readDirSync(dirname(path))].map(({ name }) => name).sort(),
      ["ovms.db", "ovms.db-link"],
    );
  }));
