import assert from "node:assert/strict";
import type { Network, Socket } from "../../hal/mod.ts";
import { SimClock } from "../../hal/sim/mod.ts";
import { tcpPort } from "../../hal/tcp_port.ts";

/** A network on which a connection is made or fails by hand. */
function network() {
  const connection = Promise.withResolvers<Socket>();
  const asked: string[] = [];
  const net: Network = {
    connect(host, port, tls) {
      asked.push(`${host}:${port} ${tls}`);
      return connection.promise;
    },
  };
  let closed = 0;
  const socket: Socket = {
    readable: new ReadableStream(),
    writable: new WritableStream(),
    close: () => void closed++,
  };
  return { net, connection, asked, socket, closed: () => closed };
}

const ADDRESS = { host: "wican", port: 3333 };

Deno.test("a connection is a port", async () => {
  const { net, connection, asked, socket, closed } = network();
  connection.resolve(socket);
  const port = await tcpPort(ADDRESS, net, new SimClock())();
  assert.equal(port.readable, socket.readable);
  assert.equal(port.writable, socket.writable);
  await port.close();
  assert.deepEqual([asked, closed()], [["wican:3333 false"], 1]);
});

Deno.test("a refused connection is a sentence with its address", async () => {
  const { net, connection } = network();
  connection.reject(new Error("Connection refused"));
  await assert.rejects(
    tcpPort(ADDRESS, net, new SimClock())(),
    /^Error: wican:3333: Connection refused$/,
  );
});

Deno.test("a machine that does not answer is given up; a late connection is closed", async () => {
  const { net, connection, socket, closed } = network(), clock = new SimClock();
  const opening = tcpPort(ADDRESS, net, clock)();
  opening.catch(() => {});
  await clock.run(20_000);
  await assert.rejects(opening, /^Error: wican:3333 does not answer$/);
  connection.resolve(socket);
  await clock.run(1);
  assert.equal(closed(), 1);
});

Deno.test("whoever ends does not wait for a connection", async () => {
  const { net } = network(), ending = new AbortController();
  const opening = tcpPort(ADDRESS, net, new SimClock())(ending.signal);
  ending.abort();
  await assert.rejects(opening, /does not answer/);
});
