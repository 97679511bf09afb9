/** Texts of core, program and first-party plugins in German and French: none is missing, none is left over. */
import assert from "node:assert/strict";
import { deviceClaims } from "../app/hardware/chosen.ts";
import { programTexts } from "../app/texts/mod.ts";
import { simHal } from "../hal/sim/mod.ts";
import { faults } from "../plugins/cfg/logs/faults.ts";
import { common, vehicles } from "../plugins/mod.ts";
import { outside } from "../plugins/outside/mod.ts";
import type { LinkName } from "../runtime/contract/calls.ts";
import type { Plugin } from "../runtime/contract/plugin.ts";
import type { Texts } from "../runtime/contract/texts.ts";
import { jsonSchema } from "../runtime/links/http/answers/json_schema.ts";
import {
  LANGUAGES,
  speech,
  type Table,
} from "../runtime/links/http/answers/speech.ts";
import { coreTexts } from "../runtime/links/http/texts/mod.ts";
import { systemErrorTexts } from "../runtime/links/http/texts/system_errors.ts";
import { coreClaims } from "../runtime/settings/core_settings.ts";
import {
  parameterLabels,
  parameters,
  Params,
} from "../runtime/settings/params.ts";
import { ofSettings, readIn } from "../testing/languages.ts";
import { HOLE, literalsIn, maker, patternOf } from "./literals.ts";

const root = new URL("../", import.meta.url);

/** What core and program declare, as a plugin would. */
const asPlugin = (id: string, claims: typeof coreClaims): Plugin => ({
  id,
  settings: Object.fromEntries(
    [...claims].map(([name, { def }]) => [name, def]),
  ),
});
const core = asPlugin("core", coreClaims);
const programs = programTexts.map((texts) => ({ texts }));
const together = [
  ...common,
  outside({ list: () => [], reload: () => Promise.resolve([]) }),
];
const cars = vehicles.map((vehicle) => ({
  vehicle,
  plugins: [
    ...vehicle.plugins,
    ...Object.values(vehicle.editions?.of ?? {})
      .flatMap(({ plugins = [] }) => plugins),
  ],
}));

/** What all declare, and all tables, each once. */
const everybody: readonly Plugin[] = [
  core,
  asPlugin("program", deviceClaims),
  ...together,
  ...cars.flatMap(({ plugins }) => plugins),
];
const tables: readonly Texts[] = [
  ...new Set([
    ...coreTexts,
    ...programTexts,
    ...[...everybody, ...vehicles].flatMap(({ texts }) => texts ? [texts] : []),
  ]),
];
const allTables = (language: string): Table[] =>
  tables.map((texts) => texts[language] ?? {});

/** Parameters with what their forms say. */
function ofParameters(): readonly string[] {
  const { store } = simHal(), params = new Params(store);
  const said = parameters.flatMap(({ number, name, summary }) => [
    name,
    summary,
    jsonSchema(params.schema(number), "output").description ?? "",
    ...Object.values(parameterLabels[number] ?? {}),
  ]);
  store.close();
  return said.filter((text) => text !== "");
}

for (const language of LANGUAGES) {
  Deno.test(`${language}: whatever is declared is told`, () => {
    const missing = [
      ...readIn(language, core).missing,
      ...readIn(language, asPlugin("program", deviceClaims), ...programs)
        .missing,
      ...together.flatMap((plugin) => readIn(language, plugin).missing),
      ...cars.flatMap(({ vehicle, plugins }) => [
        ...readIn(language, vehicle).missing,
        ...plugins.flatMap((plugin) =>
          readIn(language, plugin, vehicle).missing
        ),
      ]),
    ];
    const todo = "add to the languages.ts of whoever declares it";
    assert.deepEqual(
      [...new Set(missing)].map((text) => `${todo}: ${text}`),
      [],
    );
    const { say } = readIn(language, core);
    assert.deepEqual(
      ofParameters().filter((text) =>
        say(text) === text && text !== "APN" &&
        !/^(server|notifications)$/i.test(text)
      ),
      [],
    );
  });
}

Deno.test("core and program tell each text in one place", () => {
  const seen = new Set<string>();
  const twice = [...coreTexts, ...programTexts]
    .flatMap(({ de = {} }) => Object.keys(de))
    .filter((text) => seen.size === seen.add(text).size);
  assert.deepEqual(twice, []);
});

const placesIn = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

Deno.test("each text is in each language, with the same places", () => {
  const [german = [], french = []] = LANGUAGES.map(allTables);
  for (const [i, table] of german.entries()) {
    assert.deepEqual(Object.keys(table), Object.keys(french[i] ?? {}));
    for (const [english, text] of Object.entries(table)) {
      for (const told of [text, french[i]?.[english] ?? ""]) {
        assert.deepEqual(
          [...new Set(placesIn(told))],
          [...new Set(placesIn(english))],
          english,
        );
      }
    }
  }
});

Deno.test("German has one word for the battery, and says Ladezustand", () => {
  const odd = allTables("de").flatMap((table) => Object.values(table))
    .filter((text) => /batterie|ladestand|\bSOC\b/i.test(text));
  assert.deepEqual(odd, []);
});

/** Files below a folder that may tell something. */
function sources(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, root))].flatMap((entry) =>
    entry.isDirectory
      ? /^(page|texts|sim|languages)$/.test(entry.name)
        ? []
        : sources(`${folder}${entry.name}/`)
      : entry.name.endsWith(".ts") && entry.name !== "languages.ts"
      ? [`${folder}${entry.name}`]
      : []
  );
}

/** Places as `{}`; numbers may be places, too. */
const holed = (text: string) => text.replaceAll(/\{\w+\}|\d+/g, HOLE);

/** Links over which somebody changes something, for the journal. */
const LINKS: readonly LinkName[] = ["sms", "msg", "http", "mqtt", "console"];

Deno.test("no table has what nobody says", () => {
  const written = ["runtime/", "app/", "hal/", "plugins/"].flatMap(sources)
    .map((path) => Deno.readTextFileSync(new URL(path, root)));
  const said = new Set(written.flatMap(literalsIn).map(holed));
  const names = new Set(written.join("\n").match(/\b\w+\b/g));
  const declared = new Set([
    ...LINKS.map((link) => `${link} {who}`),
    ...ofParameters(),
    // The system says those
    ...Object.keys(systemErrorTexts["de"] ?? {}),
    ...[...everybody, ...vehicles].flatMap(({ settings }) =>
      ofSettings(settings)
    ),
  ]);
  const isMade = maker(said), all = [...said];
  /** Whether a text stands for one of the program, or for a part of one. */
  const isPart = (text: string) => {
    if (text.replaceAll(HOLE, "").length < 8) return false;
    const pattern = new RegExp(patternOf(text).source.slice(1, -1), "s");
    return all.some((one) => pattern.test(one));
  };
  const unused = allTables("de").flatMap((table) => Object.keys(table))
    .filter((english) =>
      !declared.has(english) && !names.has(english) &&
      !isMade(holed(english)) &&
      !isPart(holed(english))
    );
  assert.deepEqual(unused, []);
});

/** Where what is said goes to forms and strips of the console. */
const TOLD = /new Problem\(\s*\d+,\s*(["'`])|\b(?:text|todo):\s*(["'`])/g;
const FILES = [
  ...sources("runtime/links/http/"),
  "app/web/setup.ts",
  "plugins/framework/supply_alerts.ts",
  "plugins/batt/alerts.ts",
  "plugins/cfg/alerts.ts",
];

Deno.test("each refusal of the console and each alert is told", () => {
  const keys = allTables("de").flatMap((table) => Object.keys(table))
    .map(holed);
  const untold = FILES.flatMap((path) => {
    const source = Deno.readTextFileSync(new URL(path, root));
    return [...source.matchAll(TOLD)].flatMap((found) => {
      const at = found.index + found[0].length - 1;
      // The outer one of those that begin there ends last
      const text = holed(
        literalsIn(source.slice(at)).find((one) => one.length > 1) ?? "",
      );
      const pattern = patternOf(text);
      return !/[a-z] [a-z{]/i.test(text) ||
          keys.some((key) => pattern.test(key))
        ? []
        : [`${path}: ${text}`];
    });
  });
  assert.deepEqual(untold, []);
});

/** What settings and parameters expect, where a check has words of its own. */
const CHECKED = [
  ...sources("runtime/settings/"),
  ...sources("runtime/links/http/"),
  "runtime/links/mqtt/settings.ts",
  "runtime/links/mqtt/address.ts",
  "plugins/push/ntfy.ts",
  "plugins/push/webhook.ts",
  "plugins/push/wishes.ts",
  "app/hardware/schema.ts",
];

Deno.test("what a form expects is told", () => {
  const say = speech(allTables("fr"));
  const untold = CHECKED.flatMap((path) => {
    const source = Deno.readTextFileSync(new URL(path, root));
    return literalsIn(source).filter((text) => /^expected [a-z]/.test(text))
      .map((text) => text.replaceAll(HOLE, "7"))
      .filter((text) => !say(text).startsWith("attendu"))
      .map((text) => `${path}: ${text}`);
  });
  assert.deepEqual(untold, []);
});

/** Tells texts in German, of all tables. */
const inGerman = speech(allTables("de"));
/** A text of a program as one that was made of it. */
const filled = (text: string) => text.replaceAll(HOLE, "7");
const isTold = (text: string) => inGerman(filled(text)) !== filled(text);

/** What is only for a terminal, a program or another device, or picks errors of others. */
const FOR_NO_READER = [
  "hal/modem/diag.ts",
  "hal/linux/socketcand_codec.ts",
  "hal/linux/service_manager.ts",
  "hal/linux/process_limits.ts",
  "hal/linux/system_files.ts",
  "hal/store/database.ts",
];
/** Statements of SQL, parts of commands, and states inside, which nobody reads as they are. */
const NO_SENTENCE =
  /\b(SELECT|INTO|INSERT|UPDATE|DELETE|CREATE|ALTER|PRAGMA|BEGIN|WHEN|WHERE|CAST|AND)\b|\b(id|queued|records) [<>=]|iif\(|^SIM P|^--can|^< |^(goes on|in hand|to delete|open|write|read|bind|flags of|look-up of|socket for|setsockopt|tcgetattr|tcsetattr|cfsetspeed|TIOCEXCL|commits)\b|^(a write needs|column |the table |the file says |the ledger was|Invalid USSD)/;

Deno.test("what drivers and store say is told", () => {
  const keys = allTables("de").flatMap((table) => Object.keys(table))
    .map(holed);
  const untold = sources("hal/")
    .filter((path) => !FOR_NO_READER.includes(path) && !/replay/.test(path))
    .flatMap((path) =>
      literalsIn(Deno.readTextFileSync(new URL(path, root)))
        .filter((text) => /[a-z]{2,} [a-z{]/i.test(text))
        .filter((text) =>
          !NO_SENTENCE.test(text) && !isTold(text) &&
          !keys.some((key) =>
            key.includes(holed(text)) || patternOf(text).test(key)
          )
        ).map((text) => `${path}: ${text}`)
    );
  assert.deepEqual(untold, []);
});

Deno.test("events of the log are told", () => {
  const event = /\blog\(\s*"(?:info|warning|error)",\s*(?=["'`])/g;
  const found = ["runtime/", "app/", "plugins/"].flatMap(sources)
    .flatMap((path) => {
      const source = Deno.readTextFileSync(new URL(path, root));
      return [...source.matchAll(event)].map(({ 0: all, index }) =>
        literalsIn(source.slice(index + all.length))
          .find((text) => text.includes(" ")) ?? ""
      );
    });
  assert.equal(found.length > 30, true);
  const keys = allTables("de").flatMap((table) => Object.keys(table));
  const untold = found.filter((text) =>
    !isTold(text) && !keys.some((key) => patternOf(text).test(key))
  );
  assert.deepEqual(untold, []);
});

Deno.test("each fault of the motor controller is told", () => {
  const labels = [...faults.values()].map(({ label }) => label);
  assert.equal(labels.length > 150, true);
  const literal = ["VERLOG"];
  assert.deepEqual(
    labels.filter((label) => !isTold(label) && !literal.includes(label)),
    [],
  );
});
