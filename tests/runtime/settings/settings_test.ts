import { deepEqual, doesNotMatch, equal, ok, throws } from "node:assert/strict";
import { simHal } from "../../../hal/sim/mod.ts";
import { Registry } from "../../../runtime/commands/registry.ts";
import {
  definePlugin,
  defineVehicle,
  type Plugin,
  setting,
  v,
  type Vehicle,
} from "../../../runtime/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";
import { mqttSettings } from "../../../runtime/links/mqtt/settings.ts";
import { Settings } from "../../../runtime/settings/settings.ts";
import { bench, owner } from "../../../testing/mod.ts";
import framework from "../../../plugins/framework/mod.ts";

const hill: Plugin = definePlugin({
  id: "hill",
  settings: {
    reserve: {
      schema: v.pipe(v.number(), v.minValue(0), v.maxValue(50)),
      default: 5,
      unit: "km",
      summary: "Distance kept back",
    },
    loud: { schema: v.boolean(), default: false, summary: "Tells more" },
    key: {
      schema: v.string(),
      default: "",
      summary: "Key of the hill service",
      secret: true,
    },
    words: {
      schema: v.pipe(v.string(), v.transform((text) => text.split(","))),
      default: "a,b",
      summary: "Words",
    },
  },
  sms: {
    "HILL": {
      usage: "HILL",
      run: (_, { settings: { reserve, loud, key, words } }) => {
        const far: number = reserve, all: string[] = words;
        return `${far + 1} ${
          loud ? "loud" : "quiet"
        } ${key.length} ${all.length}`;
      },
    },
  },
});

const year = setting({
  schema: v.picklist([2011, 2013]),
  default: 2013,
  summary: "Model year",
});
const bus: Plugin = definePlugin({
  id: "bicycle-bus",
  settings: { year },
  sms: {
    "YEAR": { usage: "YEAR", run: (_, { settings }) => `${settings.year}` },
  },
});
const bicycle: Vehicle = defineVehicle({
  type: "BK",
  name: "Bicycle",
  plugins: [bus],
  settings: { year },
});

Deno.test("a plugin reads its settings as its schemas make them, at once after SET", async () => {
  await using car = await bench(hill, { with: [framework] });
  deepEqual(await car.sms("HILL"), ["6 quiet 0 2"]);
  deepEqual(await car.sms("SET hill.reserve 7.5"), ["hill.reserve: 7.5 km"]);
  deepEqual(await car.sms("set HILL.LOUD on"), ["hill.loud: on"]);
  deepEqual(await car.sms("SET hill.words a,b c,d"), ["hill.words: a,b c,d"]);
  deepEqual(await car.sms("HILL"), ["8.5 loud 0 3"]);
  deepEqual(await car.sms("SET hill.reserve -"), ["hill.reserve: 5 km"]);
  deepEqual(await car.sms("SET hill.reserve"), [
    "hill.reserve: 5 km - Distance kept back; expected a number from 0 to 50",
  ]);
  deepEqual(car.surface.settings, [
    "hill.reserve",
    "hill.loud",
    "hill.key",
    "hill.words",
  ]);
});

Deno.test("a value that cannot be is refused in one sentence, and a wrong name is guessed", async () => {
  await using car = await bench(hill, { with: [framework] });
  deepEqual(await car.sms("SET hill.reserve far"), [
    "Setting hill.reserve cannot be that: expected a number from 0 to 50 (km)",
  ]);
  deepEqual(await car.sms("SET hill.reserv 7"), [
    "There is no setting hill.reserv; did you mean hill.reserve?",
  ]);
  deepEqual(await car.sms("SET"), ["Usage: SET <plugin>.<name> [value]"]);
  deepEqual(await car.sms("SETTINGS? hull"), [
    "There are no settings of hull: SETTINGS? lists all",
  ]);
  equal(car.hal.store.entries("settings").size, 0);
});

Deno.test("no text has control characters, and topics have no wildcards", () => {
  const { store } = simHal();
  const settings = new Settings(store);
  settings.declare("hill", hill.settings ?? {});
  settings.declare("mqtt", mqttSettings);
  for (const text of ["\0", "a\x1b[2J", "\x7f"]) {
    throws(
      () => settings.set("hill.key", text, "test"),
      /Setting hill.key cannot be that: expected a text without control characters/,
    );
    throws(() => settings.put("mqtt.user", text, "test"), /without control/);
  }
  for (const text of ["car/#", "+/car", "my car"]) {
    throws(
      () => settings.set("mqtt.prefix", text, "test"),
      /expected a topic without wildcards/,
    );
  }
  settings.set("mqtt.prefix", "home/car", "test");
  store.close();
});

Deno.test("a setting that keeps its value costs no write, no line in the journal and wakes nobody", () => {
  const { store } = simHal();
  const settings = new Settings(store), heard: string[] = [];
  settings.declare("hill", hill.settings ?? {});
  settings.watch((name) => void heard.push(name));
  const journal = () =>
    store.journalled().map(({ old, new: now }) => `${old} ${now}`);
  for (const text of ["7.5", "7.5", undefined, undefined]) {
    settings.set("hill.reserve", text, "test");
  }
  deepEqual(journal(), ["5 7.5", "7.5 5"]);
  deepEqual(heard, ["hill.reserve", "hill.reserve"]);
  store.close();
});

Deno.test("settings are the owner's", async () => {
  await using car = await bench(hill, { with: [framework] });
  for (
    const line of ["SET hill.reserve 7", "SET OVMS hill.reserve 7", "SETTINGS?"]
  ) {
    deepEqual(await car.sms(line, "+4922222222"), ["Permission denied"]);
  }
  deepEqual(await car.sms("HILL"), ["6 quiet 0 2"]);
});

Deno.test("a secret appears nowhere", async () => {
  await using car = await bench(hill, { with: [framework] });
  deepEqual(await car.sms("SET hill.key geheim42"), ["hill.key: ***"]);
  deepEqual(await car.sms("HILL"), ["6 quiet 8 2"]);
  const listed = await car.sms("SETTINGS? hill");
  ok(listed.join().includes("hill.key: *** - Key"), listed.join());
  const journal = JSON.stringify(car.hal.store.journalled());
  ok(journal.includes('"hill.key"') && journal.includes("sms owner"), journal);
  doesNotMatch(journal + listed.join() + car.log.join(), /geheim42/);
  deepEqual(car.runtime.settings.secrets, ["geheim42"]);
});

Deno.test("a vehicle's setting belongs to its type, and its plugins read it", async () => {
  await using car = await bench(framework, { vehicle: bicycle });
  deepEqual(await car.sms("YEAR"), ["2013"]);
  deepEqual(await car.sms("SET bk.year 2011"), ["bk.year: 2011"]);
  deepEqual(await car.sms("YEAR"), ["2011"]);
  deepEqual([...car.runtime.registry.settings.keys()], ["bk.year"]);
});

Deno.test("settings survive a restart, and those of a plugin that is away stay", () => {
  const hal = simHal();
  const start = (common: readonly Plugin[]) =>
    new Runtime({ hal, common, vehicles: [], log: () => {} });
  start([hill]).settings.set("hill.reserve", "9", "test");
  throws(() => start([]).settings.set("hill.reserve", "1", "test"));
  const value = start([hill]).settings.list().find(({ name }) =>
    name === "hill.reserve"
  );
  deepEqual([value?.value, value?.isSet], [9, true]);
  hal.store.close();
});

Deno.test("a stored value that no longer fits: default, told once, kept aside until it fits", async () => {
  const narrow: Plugin = definePlugin({
    id: "hill",
    settings: {
      reserve: {
        schema: v.pipe(v.number(), v.maxValue(10)),
        default: 5,
        summary: "Distance kept back",
      },
    },
  });
  const hal = simHal(), told: string[] = [];
  hal.store.put("params", { 0: owner, 3: "SMSIP" });
  hal.gsm.onSend = ({ text }) => told.push(text);
  const start = async (plugin: Plugin) => {
    const runtime = new Runtime({
      hal,
      common: [plugin],
      vehicles: [],
      log: () => {},
      fresh: false,
    });
    runtime.start();
    for (let i = 0; i < 3; i++) await hal.clock.run(1000);
    const held = runtime.settings.list().find(({ name }) =>
      name === "hill.reserve"
    );
    runtime.stop();
    return [held?.value, held?.aside];
  };
  await start(hill);
  new Settings(hal.store);
  hal.store.put("settings", { "hill.reserve": "40" });
  deepEqual(await start(hill), [40, undefined]);
  deepEqual(told, []);
  deepEqual(await start(narrow), [5, "40"]);
  deepEqual(await start(narrow), [5, "40"]);
  deepEqual(told, [
    "Setting hill.reserve: the stored value 40 no longer fits, it has its default: expected a number up to 10",
  ]);
  deepEqual(await start(hill), [40, undefined]);
  hal.store.close();
});

Deno.test("a setting that became secret is as secret as if it had always been one", async () => {
  const { key } = hill.settings ?? {};
  ok(key);
  const { secret: _, ...open } = key;
  const before = definePlugin({ id: "hill", settings: { key: open } });
  const now = definePlugin({ id: "hill", settings: { key } });
  const hal = simHal();
  const start = (plugin: Plugin) =>
    new Runtime({ hal, common: [plugin], vehicles: [], log: () => {} });
  start(before).settings.set("hill.key", "geheim42", "test");
  hal.store.put("settings.aside", { "hill.key": '"geheim41"' });
  const { settings } = start(now);
  const held = settings.list().find(({ name }) => name === "hill.key");
  deepEqual([held?.value, held?.text, held?.aside], ["geheim42", "***", "***"]);
  deepEqual(settings.secrets.toSorted(), ["geheim41", "geheim42"]);
  const rest = ["settings", "settings.aside"].flatMap((section) => [
    ...hal.store.entries(section).keys(),
  ]);
  deepEqual(rest.filter((name) => name === "hill.key"), []);
  await hal.clock.run(0);
  hal.store.close();
});

Deno.test("texts within a secret list or object are secrets as well", () => {
  const hal = simHal();
  const keys = definePlugin({
    id: "keys",
    settings: {
      all: {
        schema: v.array(v.union([v.string(), v.number()])),
        default: [],
        summary: "Keys",
        secret: true,
      },
    },
  });
  const { settings } = new Runtime({
    hal,
    common: [keys],
    vehicles: [],
    log: () => {},
  });
  settings.set("keys.all", '["geheim1",4711]', "test");
  deepEqual(settings.secrets, ['["geheim1",4711]', "geheim1", "4711"]);
  hal.store.close();
});

Deno.test("what would be another value after a restart is refused", () => {
  const hal = simHal();
  const wide = definePlugin({
    id: "wide",
    settings: {
      size: { schema: v.number(), default: 1, summary: "Size" },
      sizes: { schema: v.array(v.number()), default: [], summary: "Sizes" },
      name: { schema: v.string(), default: "", summary: "Name" },
    },
  });
  const { settings } = new Runtime({
    hal,
    common: [wide],
    vehicles: [],
    log: () => {},
  });
  throws(
    () => settings.set("wide.size", "9".repeat(400), "test"),
    /^CommandError: Setting wide\.size cannot be that: expected a number$/,
  );
  throws(() => settings.put("wide.size", -Infinity, "test"), /expected a n/);
  throws(() => settings.set("wide.sizes", "[1,1e999]", "test"), /expected a l/);
  throws(() => settings.put("wide.name", "a\ud83d", "test"), /expected a text/);
  deepEqual(settings.put("wide.name", "null \u{1f697}", "test").isSet, true);
  deepEqual(settings.put("wide.sizes", [1], "test").isSet, true);
  hal.store.close();
});

Deno.test("two who claim the same setting are both named; a default fits its schema", () => {
  const one = setting({ schema: v.number(), default: 1, summary: "One" });
  const other = setting({ schema: v.number(), default: 2, summary: "Other" });
  throws(
    () =>
      new Registry(
        [{ id: "bk", settings: { year: other } }],
        defineVehicle({ ...bicycle, plugins: [], settings: { year: one } }),
      ),
    /setting bk.year is claimed twice by bk/,
  );
  throws(
    () =>
      new Registry([{ id: "a", settings: { b: { ...one, default: "x" } } }]),
    /setting a.b: its default does not fit/,
  );
  const odd = v.pipe(
    v.number(),
    v.check(() => {
      throw new Error("odd");
    }),
  );
  throws(
    () => new Registry([{ id: "a", settings: { b: { ...one, schema: odd } } }]),
    /setting a\.b: its schema: looking at it throws "odd"/,
  );
  throws(
    () => new Registry([{ id: "a", settings: { "b c": one } }]),
    /"b c" is no name/,
  );
  throws(
    () =>
      new Runtime({
        hal: simHal(),
        common: [{ id: "sms", settings: { budget: one } }],
        vehicles: [],
        log: () => {},
      }),
    /setting sms.budget is claimed by the core and by sms/,
  );
});
