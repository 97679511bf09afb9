/**
 * Stands in for `candump` and `cansend`: the bus is a socket of the loopback interface.
 * Arguments: `dump` or `send`, the socket's port, then what the real program gets.
 */
const [mode, port, ...args] = Deno.args;
let bus: Deno.TcpConn;
try {
  bus = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
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
