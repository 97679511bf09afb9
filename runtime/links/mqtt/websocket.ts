import { Duplex } from "node:stream";

/** Name of MQTT among WebSocket's protocols, for both of its versions. */
const PROTOCOL = "mqtt";

/**
 * A WebSocket as a stream of bytes, as the MQTT library wants it.
 * @param client with authorities and certificate of one's own; undefined for those of the system
 */
export function webSocketStream(
  url: string,
  client: Deno.HttpClient | undefined,
): Duplex {
  // Deno's WebSocket takes more than the standard's, which the library's types bring along.
  const socket: WebSocket = Reflect.construct(WebSocket, [
    url,
    client ? { protocols: [PROTOCOL], client } : [PROTOCOL],
  ]);
  socket.binaryType = "arraybuffer";
  const opened = Promise.withResolvers<void>();
  // Who writes hears of it; nobody else has to.
  opened.promise.catch(() => {});
  const stream = new Duplex({
    read() {},
    write(chunk: Uint8Array<ArrayBuffer>, _, done) {
      opened.promise.then(() => socket.send(chunk)).then(() => done(), done);
    },
    final(done) {
      socket.close();
      done();
    },
    destroy(error, done) {
      socket.close();
      client?.close();
      done(error);
    },
  });
  socket.onopen = () => opened.resolve();
  socket.onmessage = ({ data }) => stream.push(new Uint8Array(data));
  socket.onclose = () => {
    opened.reject(new Error("the WebSocket was closed"));
    stream.destroy();
  };
  socket.onerror = (event) => {
    const why = "message" in event ? String(event.message) : "no connection";
    stream.destroy(new Error(`WebSocket: ${why}`));
  };
  return stream;
}
