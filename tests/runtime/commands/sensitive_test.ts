import { deepEqual, equal, match } from "node:assert/strict";
import { common, vehicles } from "../../../plugins/mod.ts";
import { splitCommand } from "../../../runtime/commands/dispatch.ts";
import { Registry } from "../../../runtime/commands/registry.ts";
import { declarationOf } from "../../../runtime/isolation/declaration.ts";
import {
  CommandError,
  definePlugin,
  type Plugin,
  type Vehicle,
} from "../../../runtime/mod.ts";
import { World } from "../links/ovms/gateway.ts";

/** What is loaded with a vehicle type, or one of its editions. */
function registryOf(type: string, edition?: string): Registry {
  const vehicle = vehicles.find((one) => one.type === type) as Vehicle;
  const plugins = edition === undefined
    ? vehicle.plugins
    : vehicle.editions?.of[edition]?.plugins ?? [];
  return new Registry([...common, ...plugins], vehicle);
}

/** Whether a line, `7,` and a text or a code, has power; undefined where there is no such command. */
function powerOf(registry: Registry, line: string): boolean | undefined {
  const [code = "", ...rest] = line.split(",");
  if (code === "7") {
    const { verb, words } = splitCommand(rest.join(","));
    const entry = registry.verb(verb);
    return entry && registry.hasPower(entry, words);
  }
  const entry = registry.codes.get(code);
  if (!entry) return undefined;
  const { owner, def } = entry;
  return registry.hasPower(
    { owner, def: "code" in def ? def.code : def.verb },
    rest,
  );
}

const POWERFUL: Readonly<Record<string, readonly string[]>> = {
  "RT": [
    "7,CFG SPEED 90",
    "7,CFG",
    "7,FEATURE 15 0",
    "2,15,1",
    // By these the gateway is not reached any more, or takes the car for another
    "7,MODULE DEMO",
    "7,vehicle nl",
    "7,GPRS internet",
    "7,GSMLOCK",
    "4,5,internet",
    "4,6,user",
    "4,7,word",
    "4,8,DEMO",
    "4,13,",
    "4,14,NL",
    // At the owner's cost
    "40,+491701234567,hello",
    "41,**21*0900123456#",
  ],
  "RT 3.9": [
    "7,CFG WRITE 2920 5 1",
    "7,LOCK",
    "7,UNLOCK",
    "7,VALET",
    "7,UNVALET",
    "20",
    "21,5",
    "22,1234",
    "23",
    "24,1",
    "10,1",
    "12",
    "15,5",
    "16,1,5",
    "7,CA S",
    "7,CA 50 80% L3",
    "7,ca h",
    "7,CA R",
    "204,50,80,3",
    "204,,,,1",
    // Kickdown, stop at the threshold, charge level: the program writes by itself then
    "7,FEATURE 1 100",
    "7,FEATURE 6 1",
    "2,7,1",
    "4,23,1",
    "4,17,9",
    "7,LOGS clear",
    "209,99",
    "7,DTC Clear",
  ],
  "NL": [
    "7,climate on",
    "7,CHARGESTART",
    "7,LOCK 1",
    "7,UNLOCK 1",
  ],
  "O2": ["7,DTC clear"],
};
const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  "RT": [
    "7,CFG READ 2920 5",
    "7,cfg info",
    "204,55,80",
    "7,CA 55 80",
    "206",
    "7,BATT",
    "7,FEATURE 9 15",
    "2,9,20",
    "4,2,M",
    "1",
    "3",
    "6",
    "7,RANGE 80",
    "208",
  ],
  "RT 3.9": [
    "7,CA?",
    "7,CA 50 80%",
    "203",
    "204,55,80,,",
    "7,LOGS",
    "7,LOGS faults 0",
    "210,1",
    "7,DTC",
    "7,DTC RESET",
    "7,OBD bms 2101",
    "7,DYNO on",
    "7,FEATURE 10 80",
    "7,TEMPS",
    "7,CAPACITY",
  ],
  "NL": ["7,STAT", "7,RANGE?"],
  "O2": ["7,DTC", "7,STAT?"],
};

Deno.test("what writes to a car or changes who commands is told from the rest, for each vehicle", () => {
  for (const setup of ["RT", "RT 3.9", "NL", "O2"]) {
    const [type = "", edition] = setup.split(" ");
    const registry = registryOf(type, edition);
    const powers = (lines: readonly string[] = []) =>
      lines.map((line) => [line, powerOf(registry, line)]);
    deepEqual(
      powers(POWERFUL[setup]).filter(([, power]) => power !== true),
      [],
      setup,
    );
    deepEqual(
      powers(HARMLESS[setup]).filter(([, power]) => power !== false),
      [],
      setup,
    );
  }
});

const run = () => "done";
/** A plugin that somebody else made. */
const foreign = (id: string, parts: Partial<Plugin>): Plugin => ({
  id,
  sms: { [id.toUpperCase()]: { usage: id.toUpperCase(), run } },
  ...parts,
});

Deno.test("a plugin's command has power if the plugin could use some, unless it says otherwise", () => {
  const power = (plugin: Plugin, words: readonly string[] = []) => {
    const entry = new Registry([plugin]).verb(plugin.id);
    return entry && new Registry([plugin]).hasPower(entry, words);
  };
  for (
    const need of [
      "can.tx",
      "can.sdo",
      "diag",
      "gsm.command",
      "params",
      "settings",
      "slots",
    ] as const
  ) equal(power(foreign("horn", { needs: ["clock", need] })), true, need);
  equal(power(foreign("horn", { needs: ["clock", "memory"] })), false);
  equal(power(foreign("horn", { needs: ["can.tx"], sensitive: false })), false);
  equal(power(foreign("horn", { sensitive: true })), true);
  const bySelf = (sensitive: () => boolean) =>
    foreign("horn", { sms: { "HORN": { usage: "HORN", sensitive, run } } });
  equal(power(bySelf(() => false)), false);
  equal(
    power(bySelf(() => {
      throw new Error("strange");
    })),
    true,
  );
});

Deno.test("in a process of its own a function cannot tell, so that the command has power", () => {
  const told = declarationOf(definePlugin({
    id: "horn",
    sensitive: false,
    sms: { "HORN": { usage: "HORN", sensitive: () => false, run } },
    msg: { "900": { name: "Horn", sensitive: false, run: () => [] } },
  }));
  equal(told.sensitive, false);
  deepEqual(told.sms, { "HORN": { usage: "HORN", sensitive: true } });
  deepEqual(told.msg, { "900": { name: "Horn", sensitive: false } });
});

Deno.test("over a plain link a foreign plugin writes nothing, not even by way of another command", async () => {
  let sent = 0;
  const horn = definePlugin({
    id: "horn",
    needs: ["can.tx"],
    sms: { "HORN": { usage: "HORN", run: () => `${++sent}` } },
    msg: { "900": { name: "Horn", run: () => [++sent] } },
  });
  const butler = definePlugin({
    id: "butler",
    needs: ["system"],
    msg: {
      "901": {
        name: "Butler",
        run: async (_, { hal }) => {
          const { status, messages } = await hal.system.run("HORN");
          if (status !== "ok") throw new CommandError(messages.join());
          return [];
        },
      },
      "902": { name: "Key", secret: true, run: () => [++sent] },
    },
  });
  const extra = [horn, butler];
  for (const plainControl of [false, true]) {
    await using world = await World.open({ plainControl, extra });
    const client = await world.client();
    for (
      const line of ["900", "901", "7,HORN", "7,horn now", " 900 ,1", "902"]
    ) {
      client.send(`C${line}`);
      match(
        await client.next(/^c/),
        plainControl ? /^c\d+,0/ : /^c\d+,1,Refused: anybody/,
        line,
      );
    }
    equal(sent, plainControl ? 6 : 0);
  }
});
