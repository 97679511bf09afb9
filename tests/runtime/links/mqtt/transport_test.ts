/** TLS, certificates and WebSocket with a real broker. */
import { deepEqual, equal, match } from "node:assert/strict";
import {
  type BrokerLogin,
  connectBroker,
  type Ended,
} from "../../../../runtime/links/mqtt/mod.ts";
import { parseBroker } from "../../../../runtime/links/mqtt/address.ts";
import { type Certificates, makeCertificates } from "./certificates.ts";
import { hasMosquitto, Mosquitto } from "./mosquitto.ts";
import { freePort } from "../../../ports.ts";

const ignore = !await hasMosquitto();

/** Connects, has a message of QoS 2 taken and leaves; why not, where that fails. */
async function attempt(
  url: string,
  files: Partial<Pick<BrokerLogin, "ca" | "cert" | "key">> = {},
): Promise<string> {
  const up = Promise.withResolvers<string>();
  const broker = connectBroker({
    address: parseBroker(url),
    user: "",
    password: "",
    clientId: `test-${Math.random()}`,
    keepAlive: 60,
    version: "3.1.1",
    resumes: true,
    ca: "",
    cert: "",
    key: "",
    will: { topic: "will", payload: "no", qos: 1, retain: true },
    ...files,
  }, {
    up: () => up.resolve("up"),
    message() {},
    ended: ({ reason }: Ended) => up.resolve(reason),
  });
  const state = await up.promise;
  if (state !== "up") return state;
  await broker.publish({ topic: "a", payload: "1", qos: 2, retain: false });
  await broker.close();
  return "taken";
}

/** A broker with all ways in. */
async function open(files: Certificates): Promise<{
  readonly mosquitto: Mosquitto;
  readonly tls: number;
  readonly client: number;
  readonly ws: number;
  readonly wss: number;
}> {
  const tls = freePort(), client = freePort();
  const ws = freePort(), wss = freePort();
  const secure = [
    `certfile ${files.brokerCert}`,
    `keyfile ${files.brokerKey}`,
    `cafile ${files.ca}`,
  ];
  const mosquitto = new Mosquitto([
    "allow_anonymous true",
    `listener ${tls} 127.0.0.1`,
    ...secure,
    `listener ${client} 127.0.0.1`,
    ...secure,
    "require_certificate true",
    `listener ${ws} 127.0.0.1`,
    "protocol websockets",
    `listener ${wss} 127.0.0.1`,
    "protocol websockets",
    ...secure,
  ]);
  await mosquitto.start();
  return { mosquitto, tls, client, ws, wss };
}

Deno.test({
  name:
    "MQTT over TLS with an authority and a certificate of one's own, and by WebSocket",
  ignore,
  async fn() {
    const folder = Deno.makeTempDirSync();
    const files = await makeCertificates(folder);
    const { ca, clientCert: cert, clientKey: key } = files;
    const { mosquitto, ...ports } = await open(files);
    await using _ = mosquitto;
    const at = (scheme: string, port: number) =>
      `${scheme}://localhost:${port}`;
    deepEqual(
      [
        await attempt(at("mqtts", ports.tls), { ca }),
        await attempt(`mqtts://127.0.0.1:${ports.tls}`, { ca }),
        await attempt(at("mqtts", ports.client), { ca, cert, key }),
        await attempt(at("ws", ports.ws)),
        await attempt(at("wss", ports.wss), { ca }),
      ],
      ["taken", "taken", "taken", "taken", "taken"],
    );
    match(
      await attempt(at("mqtts", ports.tls)),
      /issuer|authority|certificate/i,
    );
    match(
      await attempt(at("mqtts", ports.client), { ca }),
      /certificate|ended|reset|closed/i,
    );
    match(
      await attempt(at("wss", ports.wss)),
      /issuer|authority|certificate|websocket/i,
    );
    equal(await attempt(at("mqtt", mosquitto.port)), "taken");
    Deno.removeSync(folder, { recursive: true });
  },
});

Deno.test("a file that cannot be read is named by its setting, not by its place", async () => {
  const address = "mqtts://localhost:8883";
  for (const name of ["ca", "cert", "key"] as const) {
    const path = "/nowhere/secret.pem";
    const reason = await attempt(address, { [name]: path }).catch(String);
    match(reason, new RegExp(`mqtt.${name} cannot be read \\(ENOENT\\)`));
  }
});
