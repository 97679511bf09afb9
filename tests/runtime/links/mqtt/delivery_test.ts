/** Records and notices: each arrives, and what is acknowledged never again. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { openStore } from "../../../../hal/store/mod.ts";
import { rt } from "../../../../plugins/twizy/mod.ts";
import { SimClock } from "../../../../hal/sim/clock.ts";
import {
  noticeTopic,
  recordSubtype,
} from "../../../../runtime/links/mqtt/subtypes.ts";
import { PREFIX, World } from "./stand_in.ts";

const SECOND = 1000;

/** Messages on topics that begin so, with what is behind that. */
function taken(
  { broker }: World,
  begin: string,
): readonly (readonly [topic: string, text: string, qos: number])[] {
  return broker.published.splice(0)
    .filter(({ topic }) => topic.startsWith(PREFIX + begin))
    .map(({ topic, payload, qos, retain }) => {
      equal(retain, false);
      return [topic.slice((PREFIX + begin).length), payload, qos] as const;
    });
}

Deno.test("records are published one at a time, the next when the broker has the last", async () => {
  await using world = await World.open();
  const { broker, clock, runtime } = world;
  broker.acknowledges = false;
  world.write(1, "a");
  world.write(2, "b\nsecond line");
  await clock.run(3 * SECOND);
  const [first, ...more] = taken(world, "notify/data/");
  deepEqual(more, []);
  deepEqual(first?.slice(1), ["RT-GPS-Log,1,86400,a", 2]);
  match(first?.[0] ?? "", /^xrt\.gps\.log\/\d+\/0$/);
  // The broker went away before it had it: it comes again under its number, and older.
  broker.end({ reason: "gone" });
  broker.acknowledges = true;
  await clock.run(62 * SECOND);
  const [again, next] = taken(world, "notify/data/");
  equal(again?.[0].split("/")[1], first?.[0].split("/")[1]);
  match(again?.[0] ?? "", /\/-6\d$/);
  equal(next?.[1], "RT-GPS-Log,2,86400,b second line");
  deepEqual(runtime.options.hal.store.unsent(9, "broker"), []);
  // The server's queue is its own.
  equal(runtime.options.hal.store.unsent(9).length, 2);
});

Deno.test("a broker that refuses records is not flooded, and gets them later", async () => {
  await using world = await World.open();
  const { broker, clock } = world;
  broker.rejects = /notify\/data/;
  world.write(1, "a");
  await clock.run(30 * SECOND);
  equal(taken(world, "notify/data/").length, 1);
  broker.rejects = undefined;
  await clock.run(60 * SECOND);
  equal(taken(world, "notify/data/").length, 1);
});

Deno.test("records and notices outlive a restart, and come once", async () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/car.db`;
  const clock = new SimClock();
  {
    await using car = new World({}, openStore({ path, clock }), clock);
    car.broker.refuse = 3;
    await clock.run(SECOND);
    car.write(7, "x");
    car.tell("a text");
    await clock.run(5 * SECOND);
  }
  await using world = new World({}, openStore({ path, clock }), clock);
  await clock.run(90 * SECOND);
  Deno.removeSync(folder, { recursive: true });
  const all = world.broker.published.map(({ topic }) => topic);
  const count = (part: string) =>
    all.filter((topic) => topic.includes(part)).length;
  deepEqual([count("notify/data/"), count("usr.car.news")], [1, 1]);
});

Deno.test("notices are published with QoS 1 under v3's names, lines with LF", async () => {
  await using world = await World.open();
  const { clock } = world;
  world.tell(["one", "two"]);
  await clock.run(2 * SECOND);
  deepEqual(taken(world, "notify/"), [["info/usr.car.news", "one\ntwo", 1]]);
});

Deno.test("with Home Assistant's discovery a notice is an event as well", async () => {
  await using world = await World.open({ discovery: "on" });
  const { clock } = world;
  world.tell("a text");
  await clock.run(2 * SECOND);
  deepEqual(
    taken(world, "client/homeassistant/notice").map(([, text]) =>
      JSON.parse(text)
    ),
    [{ event_type: "info", subtype: "usr.car.news", text: "a text" }],
  );
});

Deno.test("the refused login is told by other ways than this link", async () => {
  await using world = new World();
  const { broker, clock, runtime } = world;
  broker.refuse = 5;
  await clock.run(60 * SECOND);
  ok(world.hal.gsm.sent.some(({ text }) => text.includes("MQTT")));
  broker.refuse = undefined;
  runtime.settings.set("mqtt.password", "another", "test");
  await clock.run(60 * SECOND);
  deepEqual(taken(world, "notify/"), []);
});

Deno.test("subtypes as OVMS v3 has them", () => {
  const at = (
    kind: string,
    values: Readonly<Record<string, number | string | boolean>> = {},
    topics = rt.topics ?? {},
  ) => {
    const look = (name: string) => values[name];
    const { type, subtype } = noticeTopic({ kind }, { topics, look });
    return `${type} ${subtype}`;
  };
  const enough = { "v.b.soc": 80, "v.c.limit.soc": 80 };
  deepEqual(
    [
      at("ca.charge", { "v.c.state": "charging" }),
      at("ca.charge", { "v.c.state": "charging", ...enough }),
      at("ca.charge", { "v.c.state": "topoff" }),
      at("ca.charge", { "v.c.state": "done" }),
      at("ca.charge", { "v.c.state": "stopped" }),
      at("ca.charge", { "v.c.state": "stopped", ...enough }),
      at("framework.supply", { "v.b.12v.voltage.alert": true }),
      at("framework.supply", { "v.b.12v.voltage.alert": false }),
      at("framework.criticalSoc"),
      at("batt.alert"),
      at("batt.alert", {}, {}),
      at("power.report"),
      at("power.report", {}, {}),
      at("core.lockout"),
    ],
    [
      "info charge.started",
      "info charge.status.sufficient",
      "info charge.toppingoff",
      "info charge.done",
      "alert charge.stopped",
      "info charge.stopped",
      "alert batt.12v.alert",
      "info batt.12v.recovered",
      "alert batt.soc.alert",
      "alert battery.status",
      "alert batt.bms.alert",
      "info xrt.trip.report",
      "info drive.trip.report",
      "info usr.core.lockout",
    ],
  );
  deepEqual(
    [
      "RT-GPS-Log",
      "RT-PWR-UsageStats",
      "RT-PWR-BattCell",
      "RT-BAT-P",
      "RT-PWR-Log",
      "RT-ENG-LogKeyTime",
      "NL-PWR-UsageStats",
      "*-Net-Event",
    ].map((type) => recordSubtype(type, "NL", rt.topics ?? {})),
    [
      "xrt.gps.log",
      "xrt.power.log",
      "xrt.battery.log",
      "xrt.battery.log",
      "xrt.trip.log",
      "xrt.sevcon.log",
      "xnl.power.log",
      "xnl.net.event",
    ],
  );
});
