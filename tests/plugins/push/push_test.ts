import {
  deepEqual,
  doesNotMatch,
  equal,
  match,
  ok,
  throws,
} from "node:assert/strict";
import { definePlugin, type Priority } from "ovms-edge";
import { type Bench, bench } from "ovms-edge/testing";
import { ntfy, webhook } from "../../../plugins/push/mod.ts";
import { isTime } from "../../../plugins/push/wishes.ts";
import { serve, services } from "./stand_ins.ts";

/** Something with a quote, a line's end and a letter that is no ASCII. */
const TEXT = 'Charge "done"\n97 % für heute {secret}';

/** Tells something of each priority. */
const bell = definePlugin({
  id: "bell",
  notices: {
    alarm: { priority: "alarm", summary: "Alarm" },
    charge: { priority: "charge", summary: "Charge" },
    info: { priority: "info", summary: "News" },
  },
  sms: {
    "RING": {
      usage: "RING",
      run: ([word = "alarm"], { notify }) => {
        if (word === "alarm") notify.alarm(TEXT);
        if (word === "charge") notify.charge(TEXT);
        if (word === "info") notify.info(TEXT);
        return "Rung";
      },
    },
  },
});

async function ring(car: Bench, priority: Priority = "alarm"): Promise<void> {
  await car.sms(`RING ${priority}`);
  await car.seconds(1);
  await car.delivered();
  await car.seconds(1);
  await car.delivered();
}

/** State and last reason of the messages on a channel. */
const states = (car: Bench, channel: string) =>
  car.hal.store.outbox(20).filter((item) => item.channel === channel)
    .map(({ state, error = "" }) => [state, error]);

/** Examples of the page: `SET` lines by the service's name. */
const examples = [
  ...Deno.readTextFileSync(
    new URL("../../../docs/notifications.md", import.meta.url),
  ).matchAll(/<!-- example: (\w+) -->\s+```\n([\s\S]*?)```/g),
].map(([, name = "", lines = ""]) => ({
  name,
  sets: lines.trim().split("\n"),
}));

Deno.test("the page's examples: what each service gets is what it takes", async () => {
  deepEqual(examples.map(({ name }) => name), [
    "telegram",
    "pushover",
    "slack",
  ]);
  for (const { name, sets } of examples) {
    const judge = services[name];
    ok(judge);
    await using service = serve(judge);
    await using car = await bench(webhook, { with: [bell] });
    for (const line of sets) {
      const [, setting = "", value = ""] = /^SET (\S+) (.+)$/.exec(line) ?? [];
      car.set(setting, value.replace(/^https:\/\/[^/]+/, service.origin));
    }
    await ring(car);
    deepEqual(service.shown, [TEXT], name);
    deepEqual(states(car, "webhook"), [["sent", ""]], name);
  }
});

Deno.test("ntfy gets the text as it is, with priority, tag and token", async () => {
  await using service = serve((_, body) => ({ status: 200, shown: body }));
  await using car = await bench(ntfy, {
    with: [bell],
    settings: { "ntfy.url": `${service.origin}/topic`, "ntfy.token": "tk_x" },
  });
  await ring(car);
  await ring(car, "charge");
  deepEqual(service.shown, [TEXT, TEXT]);
  deepEqual(
    service.headers.map((headers) => [
      headers.get("priority"),
      headers.get("tags"),
      headers.get("authorization"),
    ]),
    [
      ["5", "rotating_light", "Bearer tk_x"],
      ["3", "electric_plug", "Bearer tk_x"],
    ],
  );
});

Deno.test("priorities that are not wanted do not go out; in quiet hours all but alarms wait", async () => {
  await using service = serve((_, body) => ({ status: 200, shown: body }));
  await using car = await bench(ntfy, {
    with: [bell],
    settings: {
      "ntfy.url": `${service.origin}/topic`,
      "ntfy.priorities": "alarm, charge",
    },
  });
  await ring(car, "info");
  deepEqual(states(car, "ntfy"), []);
  const minutes = (ms: number) => {
    const date = new Date(ms);
    const part = (n: number) => String(n).padStart(2, "0");
    return `${part(date.getHours())}:${part(date.getMinutes())}`;
  };
  const { ms } = car.hal.clock.wall();
  car.set("ntfy.quiet", `${minutes(ms - 60_000)}-${minutes(ms + 120_000)}`);
  await ring(car, "charge");
  await ring(car, "alarm");
  equal(service.shown.length, 1);
  deepEqual(states(car, "ntfy").map(([state]) => state), ["waiting", "sent"]);
  // Step by step: the simulated time must not outrun the request.
  for (let second = 0; second < 180; second++) {
    await car.seconds(1);
    await car.delivered();
  }
  equal(service.shown.length, 2);
  match(service.shown[1] ?? "", /^Charge "done"/);
});

Deno.test("quiet hours, also over midnight; without a clock there are none", () => {
  const at = (time: string, trusted = true) => {
    const ms = new Date(`2026-03-01T${time}:00`).getTime();
    return { ms, trusted };
  };
  const rows: readonly (readonly [string, string, Priority, boolean])[] = [
    ["22:00-07:00", "21:59", "info", true],
    ["22:00-07:00", "22:00", "info", false],
    ["22:00-07:00", "03:00", "charge", false],
    ["22:00-07:00", "07:00", "info", true],
    ["22:00-07:00", "03:00", "alarm", true],
    ["12:00-13:00", "12:30", "12v", false],
    ["12:00-13:00", "13:00", "12v", true],
    ["", "03:00", "info", true],
  ];
  for (const [quiet, time, priority, may] of rows) {
    equal(isTime(quiet, priority, at(time)), may, `${quiet} ${time}`);
  }
  equal(isTime("22:00-07:00", "info", at("03:00", false)), true);
});

Deno.test("a busy server gets it later, a refusal is final, redirections are not followed", async () => {
  const answers = [503, 200, 404, 307];
  await using service = serve(() => ({ status: answers.shift() ?? 500 }));
  await using car = await bench(webhook, {
    with: [bell],
    settings: { "webhook.url": `${service.origin}/secret-path` },
  });
  await ring(car);
  for (let second = 0; second < 30; second++) {
    await car.seconds(1);
    await car.delivered();
  }
  await ring(car);
  await ring(car);
  const [first, second, third] = states(car, "webhook");
  deepEqual(first, ["sent", "answered 503"]);
  deepEqual(second, ["failed", "answered 404"]);
  match(String(third), /failed,answered 307: redirections are not followed/);
  doesNotMatch(JSON.stringify(states(car, "webhook")), /secret-path/);
});

Deno.test("settings that cannot be are refused", async () => {
  await using car = await bench(webhook, { with: [ntfy] });
  for (
    const [name, value] of [
      ["webhook.url", "ftp://x"],
      ["webhook.body", "no json"],
      ["webhook.body", '["a list"]'],
      ["webhook.header", "no header"],
      ["webhook.quiet", "25:00-07:00"],
      ["webhook.priorities", "alarm,everything"],
      ["ntfy.token", "with blank"],
    ] as const
  ) throws(() => car.set(name, value), /cannot be that/, name);
});
