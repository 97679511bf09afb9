import assert from "node:assert/strict";
import {
  cString,
  errno,
  libc,
  libcPath,
  OsError,
} from "../../../hal/linux/libc.ts";
import { eventLayout } from "../../../hal/linux/reactor.ts";
import "./pty.ts";

Deno.test("the C library is where its machine has it", () => {
  assert.equal(libcPath("linux", "x86_64"), "/lib/x86_64-linux-gnu/libc.so.6");
  assert.equal(
    libcPath("linux", "aarch64"),
    "/lib/aarch64-linux-gnu/libc.so.6",
  );
});

Deno.test("other systems get a sentence", () => {
  for (const [os, arch] of [["darwin", "aarch64"], ["linux", "riscv64"]]) {
    assert.throws(
      () => libcPath(os, arch),
      /not available on \w+ \w+: expected Linux/,
    );
  }
});

Deno.test("epoll events are packed on x86-64 only", () => {
  assert.deepEqual(eventLayout("x86_64"), { size: 12, data: 4 });
  assert.deepEqual(eventLayout("aarch64"), { size: 16, data: 8 });
});

Deno.test("errno is that of the call before", () => {
  const EBADF = 9, ENOENT = 2;
  for (let round = 0; round < 1000; round++) {
    libc().read(-1, new Uint8Array(1), 1n);
    assert.equal(errno(), EBADF);
    libc().open(cString("/nowhere"), 0);
    assert.equal(errno(), ENOENT);
  }
});

Deno.test("an error names the call, its meaning and its name", () => {
  assert.equal(
    new OsError("tcgetattr /dev/null", 25).message,
    "tcgetattr /dev/null: not a serial port (ENOTTY)",
  );
  assert.match(new OsError("open x", 4711).message, /^open x: .*error 4711/);
});
