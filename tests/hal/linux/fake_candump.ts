/**
 * Stands in for `candump` and `cansend`: the bus is a UNIX socket.
 * Arguments: `dump` or `send`, the socket's path, then what the real program gets.
 */
const [mode, path = "", ...args] = Deno.args;
let bus: Deno.UnixConn;
try {
  bus = await Deno.connect({ transport: "unix", path });
} catch {
  console.error("socket: Network is unreachable");
  Deno.exit(1);
}
await bus.write(new TextEncoder().encode(`${mode} ${args.join(" ")}\n`));
const buffer = new Uint8Array(4096);
for (;;) {
  const count = await bus.read(buffer);
  if (count === null) break;
  await Deno.stdout.write(buffer.subarray(0, count));
}
if (mode === "dump") {
  console.error("read: Network is down");
  Deno.exit(1);
}
