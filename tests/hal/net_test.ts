import { equal, rejects } from "node:assert/strict";
import { systemNetwork } from "../../hal/net.ts";

const HOST = "127.0.0.1";

Deno.test("a server that takes connections and says no word of TLS keeps one of them at most", async () => {
  const listener = Deno.listen({ hostname: HOST, port: 0 });
  const { port } = listener.addr, handshake = 0x16;
  const open: Deno.Conn[] = [];
  for (let attempts = 0; attempts < 3; attempts++) {
    const attempt = new AbortController();
    const connecting = systemNetwork.connect(HOST, port, true, attempt.signal);
    const failing = rejects(connecting);
    const there = await listener.accept(), bytes = new Uint8Array(2000);
    await there.read(bytes);
    equal(bytes[0], handshake);
    attempt.abort();
    await failing;
    if (attempts === 0) open.push(there);
    else {
      equal(await there.read(bytes), null);
      there.close();
    }
  }
  for (const there of open) there.close();
  listener.close();
});
