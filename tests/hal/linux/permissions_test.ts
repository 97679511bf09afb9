import assert from "node:assert/strict";
import { libcPath } from "../../../hal/linux/libc.ts";
import { Pty } from "./pty.ts";

const HELPER = new URL("permissions_helper.ts", import.meta.url).pathname;

async function run(...permissions: string[]) {
  const pty = new Pty();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...permissions, HELPER, pty.path],
  }).output();
  const buffer = new Uint8Array(16);
  const count = pty.master.tryRead(buffer) ?? 0;
  await pty.close();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return {
    success,
    serial: text(buffer.subarray(0, count)),
    stdout: text(stdout),
    stderr: text(stderr),
  };
}

Deno.test("serial port and SocketCAN need the C library's path and nothing else", async () => {
  const result = await run(`--allow-ffi=${libcPath()}`);
  assert.equal(result.stderr, "");
  assert.equal(result.success, true);
  assert.equal(result.serial, "hello");
  assert.match(result.stdout, /CAN support|no network interface/);
});

Deno.test("without it the error names the flag", async () => {
  const result = await run();
  assert.equal(result.success, false);
  assert.match(
    result.stderr,
    new RegExp(`run with --allow-ffi=${libcPath()}`),
  );
});
