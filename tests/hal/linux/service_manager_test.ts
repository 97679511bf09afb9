import { equal, throws } from "node:assert/strict";
import { ServiceManager } from "../../../hal/linux/mod.ts";
import { datagramSocket } from "./pty.ts";

for (
  const [kind, path] of [
    ["a file", () => `${Deno.makeTempDirSync()}/notify`],
    ["abstract", () => `@ovms-edge-test-${crypto.randomUUID()}`],
  ] as const
) {
  Deno.test(`systemd's socket, ${kind}, gets each message`, () => {
    const address = path(), socket = datagramSocket(address);
    const manager = new ServiceManager(address);
    manager.tell("READY=1", "STATUS=all is well");
    manager.tell("WATCHDOG=1");
    equal(socket.next(), "READY=1\nSTATUS=all is well");
    equal(socket.next(), "WATCHDOG=1");
    equal(socket.next(), undefined);
    socket.close();
    throws(() => manager.tell("STOPPING=1"), /sendto the service manager/);
    manager.close();
  });
}

Deno.test("what is no socket's path is refused", () => {
  throws(() => new ServiceManager("notify"), /begins with \/ or @/);
  throws(() => new ServiceManager(`/${"x".repeat(200)}`), /at most 107/);
});
