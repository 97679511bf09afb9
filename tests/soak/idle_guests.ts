/**
 * Guests of `http_soak.ts`, in a process of their own: connections that ask for nothing. What the
 * gateway ends is opened anew, so that there are always as many as it lets.
 *
 * Arguments: port, number of connections. Ends with the end of its standard input, and prints how many
 * connections it opened in all.
 */
import { SystemClock } from "../../hal/clock.ts";
import { pause } from "../../hal/pause.ts";

const port = Number(Deno.args[0]), wanted = Number(Deno.args[1]);
/** So many at once, and ms until the next ones: a second for a thousand. */
const TOGETHER = 20, BETWEEN = 20;
const clock = new SystemClock();
const open = new Set<Deno.TcpConn>();
let opened = 0, ended = false;

/** Opens one, and waits until the gateway ends it. */
async function idle(): Promise<void> {
  try {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    opened++;
    open.add(connection);
    await connection.read(new Uint8Array(1)).catch(() => null);
    open.delete(connection);
    connection.close();
  } catch {
    // Refused, or closed at the end
  }
}

const over = (async () => {
  await Deno.stdin.read(new Uint8Array(1));
  ended = true;
})();
while (!ended && opened < wanted) {
  for (let n = 0; n < TOGETHER; n++) idle();
  await pause(clock, BETWEEN);
}
console.log(`all ${opened}`);
while (!ended) {
  // What was ended comes again, a little later
  await pause(clock, 1000);
  for (let n = open.size; n < wanted && n < open.size + TOGETHER; n++) idle();
}
await over;
for (const connection of open) connection.close();
console.log(opened);
