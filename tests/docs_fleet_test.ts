/** The page about fleets: its broker's configuration works, its dashboard asks for what there is. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { pbkdf2Sync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect } from "node:tls";
// @ts-types="mqtt-types"
import mqtt from "mqtt";
import { simHal } from "../hal/sim/mod.ts";
import { common, vehicles } from "../plugins/mod.ts";
import { familyName } from "../runtime/links/http/values/prometheus.ts";
import { carFacts } from "../runtime/links/mqtt/home/car_facts.ts";
import { Runtime } from "../runtime/runtime.ts";
import { makeCertificates } from "./runtime/links/mqtt/certificates.ts";
import { hasMosquitto, Mosquitto } from "./runtime/links/mqtt/mosquitto.ts";
import { freePort } from "./ports.ts";

const page = Deno.readTextFileSync(
  new URL("../docs/fleet.md", import.meta.url),
);
const block = (name: string): readonly string[] =>
  (page.split(`<!-- ${name} -->\n\n\`\`\`\n`)[1] ?? "").split("\n```")[0]
    ?.split("\n") ?? [];

/** A line of mosquitto's password file. */
function passwordLine(user: string, password: string): string {
  const salt = randomBytes(12), rounds = 101;
  const hash = pbkdf2Sync(password, salt, rounds, 64, "sha512");
  return `${user}:$7$${rounds}$${salt.toString("base64")}$${
    hash.toString("base64")
  }`;
}

/** A client that logs in by TLS and remembers what came. */
async function client(
  port: number,
  ca: string,
  user: string,
  more: mqtt.IClientOptions = {},
): Promise<{ readonly link: mqtt.MqttClient; readonly topics: string[] }> {
  const topics: string[] = [];
  const link = new mqtt.MqttClient(
    () =>
      connect({
        port,
        host: "127.0.0.1",
        servername: "localhost",
        ca: readFileSync(ca),
      }),
    {
      clientId: user,
      username: user,
      password: `${user}-secret`,
      reconnectPeriod: 0,
      timerVariant: "native",
      ...more,
    },
  );
  link.on("message", (topic) => topics.push(topic));
  await new Promise<void>((resolve, reject) => {
    link.on("connect", () => resolve());
    link.on("error", reject);
  });
  return { link, topics };
}

Deno.test({
  name:
    "the page's broker: each car its own topics, a collector that misses nothing while it is away",
  ignore: !await hasMosquitto(),
  async fn() {
    const folder = Deno.makeTempDirSync();
    const files = await makeCertificates(folder);
    const port = freePort();
    const users = ["car-1", "car-2", "collector", "operator"];
    Deno.writeTextFileSync(
      `${folder}/passwords`,
      users.map((user) => `${passwordLine(user, `${user}-secret`)}\n`).join(""),
    );
    Deno.writeTextFileSync(`${folder}/acl`, `${block("acl").join("\n")}\n`);
    const config = block("fleet.conf").map((line) =>
      line.replace("/etc/mosquitto/fleet/ca.pem", files.ca)
        .replace("/etc/mosquitto/fleet/broker.pem", files.brokerCert)
        .replace("/etc/mosquitto/fleet/broker.key", files.brokerKey)
        .replace("/etc/mosquitto/fleet", folder)
        .replace("/var/lib/mosquitto", folder)
        .replace("listener 8883", `listener ${port} 127.0.0.1`)
    );
    ok(config.length > 10);
    await using mosquitto = new Mosquitto(config);
    await mosquitto.start();
    const at = (user: string, more?: mqtt.IClientOptions) =>
      client(port, files.ca, user, more);
    const lasting = { clean: false } as const;
    const away = await at("collector", lasting);
    await away.link.subscribeAsync("ovms/#", { qos: 2 });
    await away.link.endAsync();
    const one = await at("car-1"), two = await at("car-2");
    const operator = await at("operator");
    await one.link.subscribeAsync("ovms/#", { qos: 1 });
    const sent = (who: typeof one, topic: string) =>
      who.link.publishAsync(topic, "1", { qos: 1 });
    await sent(one, "ovms/car-1/A/notify/info/charge.done");
    await sent(two, "ovms/car-2/B/notify/info/charge.done");
    await sent(two, "ovms/car-1/A/client/x/command/1");
    await sent(operator, "ovms/car-1/A/client/op/command/1");
    await sent(operator, "ovms/car-1/A/metric/v/b/soc");
    const back = await at("collector", lasting);
    while (back.topics.length < 3) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    deepEqual(back.topics, [
      "ovms/car-1/A/notify/info/charge.done",
      "ovms/car-2/B/notify/info/charge.done",
      "ovms/car-1/A/client/op/command/1",
    ]);
    deepEqual(one.topics, [
      "ovms/car-1/A/notify/info/charge.done",
      "ovms/car-1/A/client/op/command/1",
    ]);
    for (const { link } of [one, two, operator, back]) await link.endAsync();
    await at("car-1", { password: "wrong" }).then(
      () => ok(false, "a wrong password was taken"),
      (error) => equal(error.code, 5),
    );
    Deno.removeSync(folder, { recursive: true });
  },
});

/** Names that the Prometheus endpoint gives for the cars that there are. */
function familyNames(): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { type } of vehicles) {
    const hal = simHal();
    hal.store.put("params", { 14: type });
    const runtime = new Runtime({
      hal,
      common,
      vehicles,
      fresh: false,
      log: () => {},
    });
    for (const { name, unit } of carFacts(runtime, "").metrics) {
      names.add(familyName(name, unit));
    }
    runtime.stop();
    hal.store.close();
  }
  return names;
}

Deno.test("the dashboard asks for metrics that there are, by car", () => {
  const text = Deno.readTextFileSync(
    new URL("../docs/grafana.json", import.meta.url),
  );
  const { panels } = JSON.parse(text);
  const asked: string[] = panels.flatMap((
    { targets = [] }: { readonly targets?: readonly { expr: string }[] },
  ) => targets.map(({ expr }) => expr));
  const names = familyNames();
  for (const expr of asked) {
    const [name = ""] = /ovms_\w+/.exec(expr) ?? [];
    ok(names.has(name), `${expr}: there is no ${name}`);
  }
  ok(asked.some((expr) => expr.includes('car=~"$car"')));
  ok(asked.some((expr) => /^(sum|count)\(/.test(expr)));
  equal(
    new Set(panels.map(({ id }: { id: number }) => id)).size,
    panels.length,
  );
});
