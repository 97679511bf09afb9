/** `--demo-mqtt`: an MQTT broker on this machine and a client that looks on, so that the whole chain can be seen. */
import { parseBroker } from "../../runtime/links/mqtt/address.ts";
import { connectBroker } from "../../runtime/links/mqtt/mod.ts";
import { PARAM } from "../../runtime/settings/params.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { Closing } from "../assembly.ts";
import { UsageError } from "../usage_error.ts";

const HOST = "127.0.0.1";
/** The protocol's own port, or any free one where that is taken. */
const PORTS = [1883, 0];
const USER = "demo", VEHICLE = "DEMO";
/** Between two looks whether the broker listens, ms; and how often that is tried. */
const LOOK = 50, LOOKS = 100;

/**
 * Starts mosquitto for this run.
 * @param closing gets what has to be closed
 * @param tell takes lines for people
 * @returns the broker's address for the car
 * @throws UsageError when mosquitto is not there, or does not start
 */
export async function startDemoBroker(
  { params }: Pick<Runtime, "params">,
  closing: Closing,
  tell: (lines: readonly string[]) => void,
): Promise<string> {
  const port = freePort();
  const broker = await spawn(port);
  closing.defer(async () => {
    broker.kill();
    await broker.status;
  });
  await listening(port);
  // For this run only: what the store has of a vehicle id, or not, stays.
  const vehicle = params.get(PARAM.vehicleId) || VEHICLE;
  params.assume(new Map([[PARAM.vehicleId, vehicle]]));
  const url = `mqtt://${USER}@${HOST}:${port}`;
  tell([
    `demo broker: ${url}, topics below ovms/${USER}/${vehicle}/`,
    `demo broker: mosquitto_sub -p ${port} -v -t 'ovms/#' shows all of them`,
  ]);
  closing.defer(await lookOn(url, tell));
  return url;
}

/** A port that nobody has at present. */
function freePort(): number {
  for (const port of PORTS) {
    try {
      const listener = Deno.listen({ hostname: HOST, port });
      listener.close();
      return listener.addr.port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
  throw new UsageError(`No port of ${HOST} is free for --demo-mqtt`);
}

/**
 * A broker that listens on this machine only, takes anybody, and sends answers at once: by default it keeps
 * a small message back until the one before it is acknowledged, some 40 ms.
 */
const configOf = (port: number) =>
  `listener ${port} ${HOST}\nallow_anonymous true\nset_tcp_nodelay true\n`;

async function spawn(port: number): Promise<Deno.ChildProcess> {
  try {
    const broker = new Deno.Command("mosquitto", {
      args: ["-c", "/dev/stdin"],
      stdin: "piped",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const writer = broker.stdin.getWriter();
    await writer.write(new TextEncoder().encode(configOf(port)));
    await writer.close();
    return broker;
  } catch (error) {
    // What was not there at the start may not be run either.
    const isAbsent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotCapable;
    if (!isAbsent) throw error;
    throw new UsageError(
      "--demo-mqtt needs the broker mosquitto, which is not installed here: apt-get install mosquitto",
    );
  }
}

async function listening(port: number): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    try {
      (await Deno.connect({ hostname: HOST, port })).close();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }
  throw new UsageError(
    "mosquitto was started for --demo-mqtt and does not listen",
  );
}

/** A client that shows what comes, but for the values: there are too many of them. */
async function lookOn(
  url: string,
  tell: (lines: readonly string[]) => void,
): Promise<() => Promise<void>> {
  const up = Promise.withResolvers<void>();
  const client = connectBroker({
    address: parseBroker(url),
    user: "",
    password: "",
    clientId: "demo-client",
    keepAlive: 60,
    version: "3.1.1",
    resumes: true,
    ca: "",
    cert: "",
    key: "",
    will: { topic: "demo-client", payload: "", qos: 0, retain: false },
  }, {
    up: up.resolve,
    ended: ({ reason }) => up.reject(new UsageError(`demo broker: ${reason}`)),
    message({ topic, payload }) {
      const [, kind, name] = /^ovms\/\w+\/\w*\/(\w+)\/(.*)$/.exec(topic) ?? [];
      if (kind === "metric" && name !== "s/v3/connected") return;
      const text = new TextDecoder().decode(payload);
      tell([`client: ${topic} ${text.replaceAll("\n", "\n  ")}`]);
    },
  });
  await up.promise;
  await client.subscribe(["ovms/#"]);
  return () => client.close();
}
