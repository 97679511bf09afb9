/** The console's answers in its reader's language; without one they are as they always were. */
import assert from "node:assert/strict";
import * as v from "valibot";
import { programTexts } from "../../../../../app/texts/mod.ts";
import { definePlugin } from "../../../../../runtime/contract/define.ts";
import { told } from "../../../../../runtime/contract/texts.ts";
import { logAnswer } from "../../../../../runtime/links/http/api/log.ts";
import type { LogEntry } from "../../../../../runtime/log.ts";
import { openConsole, type TestConsole } from "../console.ts";

const open = (more: Parameters<typeof openConsole>[1] = {}) =>
  openConsole({
    gatewayOf: () => ({ texts: () => Promise.resolve(programTexts) }),
  }, more);
const asked = (language: string) => ({
  headers: { "accept-language": language },
});

interface Named {
  readonly name: string;
  readonly summary: string;
  readonly expected?: string;
  readonly text?: string;
  readonly todo?: string;
  readonly number?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A list in a language. */
const listed = async (car: TestConsole, path: string, language: string) =>
  await car.api(path, asked(language)) as Named[];

/** Words that these languages share with English, and names that stay. */
const SAME =
  /^(APN|Position|Version|Temperatur\w*|server|notifications|[A-Z]{1,5})$/;

for (const language of ["de", "fr"]) {
  Deno.test(`${language}: settings, parameters, commands and features have no English left`, async () => {
    using car = open();
    await car.clock.run(2000);
    for (const path of ["/settings", "/parameters", "/features"]) {
      const english = await listed(car, path, "en");
      const other = await listed(car, path, language);
      const left = english.map(({ summary }) => summary).filter((text, i) =>
        other[i]?.summary === text && !SAME.test(text)
      );
      assert.deepEqual(left, [], path);
    }
    const registry = async (code: string) =>
      await car.api("/registry", asked(code)) as Record<string, Named[]>;
    const english = await registry("en"), other = await registry(language);
    for (const kind of ["commands", "features", "records"]) {
      const left = (english[kind] ?? []).map(({ summary }) => summary).filter(
        (text, i) =>
          text !== "" && other[kind]?.[i]?.summary === text && !SAME.test(text),
      );
      assert.deepEqual(left, [], kind);
    }
  });
}

Deno.test("alerts tell what is wrong and what to do, with their numbers", async () => {
  using car = open();
  await car.clock.run(2000);
  const texts = async (language: string) =>
    (await listed(car, "/alerts", language)).map(({ text, todo }) =>
      `${text}: ${todo}`
    );
  assert.ok(
    (await texts("de-DE")).includes(
      "Es gibt keine Sicherung der Motorsteuerung: Machen Sie eine vor der ersten Änderung",
    ),
  );
  assert.ok(
    (await texts("fr-FR")).includes(
      "Le bus CAN est seulement écouté (la fonction 15 est à 0): Permettez l’écriture là où le contrôleur doit être réglé",
    ),
  );
  assert.ok(
    (await texts("en")).includes(
      "There is no backup of the motor controller: Make one before the first change",
    ),
  );
});

Deno.test("a form is told in the reader's language why its value is not taken", async () => {
  using car = open();
  const refused = async (path: string, json: unknown, language: string) => {
    const answer = await car.ask(`/api/v1${path}`, {
      method: "PUT",
      json,
      ...asked(language),
    });
    assert.equal(answer.status, 400);
    return (await answer.json()).detail;
  };
  assert.equal(
    await refused("/settings/sms.budget", { value: -1 }, "de"),
    "Die Einstellung sms.budget kann das nicht sein: erwartet: eine ganze Zahl von 0 bis 9999",
  );
  assert.equal(
    await refused("/parameters/2", { value: "furlong" }, "fr"),
    "Le paramètre 2 (unités) ne peut pas prendre cette valeur : attendu : K ou M",
  );
  assert.equal(
    await refused("/parameters/2", { value: "furlong" }, "ja"),
    "Parameter 2 (units) cannot be that: expected K or M",
  );
});

Deno.test("devices say how they are", async () => {
  using car = open();
  await car.clock.run(2000);
  const states = async (
    language: string,
  ) => (await car.api("/devices", asked(language)) as {
    part: string;
    state: string;
    counters: Record<string, number>;
  }[]);
  const german = await states("de");
  assert.equal(
    german.find(({ part }) => part === "gsm")?.state,
    "im Netz von TEST",
  );
  assert.equal(german.find(({ part }) => part === "store")?.state, "schreibt");
  const can = german.find(({ part }) => part === "can");
  assert.ok("empfangen" in (can?.counters ?? {}), JSON.stringify(can));
});

Deno.test("a command answers as it does by SMS, whatever the language", async () => {
  using car = open();
  await car.clock.run(2000);
  const answer = async (language: string) =>
    await car.command("STAT?", asked(language));
  assert.deepEqual(await answer("de"), await answer("en"));
});

Deno.test("what was asked for in one language is not taken for another", async () => {
  using car = open();
  const first = await car.ask("/api/v1/parameters", asked("de"));
  const etag = first.headers.get("etag") ?? "";
  assert.match(first.headers.get("vary") ?? "", /accept-language/);
  await first.body?.cancel();
  const headers = { "accept-language": "fr", "if-none-match": etag };
  const second = await car.ask("/api/v1/parameters", { headers });
  assert.equal(second.status, 200);
  await second.body?.cancel();
});

Deno.test("a plugin brings its own texts, and those of its answers", async () => {
  const hill = definePlugin({
    id: "hill",
    summary: "Hills",
    texts: {
      de: {
        "Hills": "Berge",
        "Reserve for a hill": "Reserve für einen Berg",
        "A hill of {m} m": "Ein Berg von {m} m",
      },
    },
    settings: {
      reserve: {
        schema: v.number(),
        default: 5,
        summary: "Reserve for a hill",
      },
    },
    queries: {
      next: {
        summary: "The next hill",
        answer: v.object({ id: v.string(), text: told }),
        run: () => ({ id: "Hills", text: "A hill of 120 m" }),
      },
    },
  });
  using car = open({ extra: [hill] });
  const settings = await listed(car, "/settings", "de");
  assert.equal(
    settings.find(({ name }) => name === "hill.reserve")?.summary,
    "Reserve für einen Berg",
  );
  assert.deepEqual(await car.api("/plugins/hill/next", asked("de")), {
    id: "Hills",
    text: "Ein Berg von 120 m",
  });
  assert.deepEqual(await car.api("/plugins/hill/next", asked("fr")), {
    id: "Hills",
    text: "A hill of 120 m",
  });
});

Deno.test("choices have names, and so has who changed something", async () => {
  using car = open({ params: { 2: "M" } });
  const labels = async (path: string, name: string) =>
    (await listed(car, path, "de")).find((one) => one.name === name)?.labels;
  assert.deepEqual(await labels("/settings", "ovms.records"), {
    guide: "wie im Handbuch",
    current: "wie heutige Apps danach fragen",
    both: "beide Formen",
  });
  assert.deepEqual(await labels("/parameters", "Einheiten"), {
    K: "Kilometer",
    M: "Meilen",
  });
  await car.ask("/api/v1/settings/sms.budget", {
    method: "PUT",
    json: { value: 30 },
  });
  const journal = await car.api("/journal?limit=1", asked("fr"));
  assert.equal(
    (journal as { who: string }[])[0]?.who,
    "console web, propriétaire",
  );
});

Deno.test("the log is read in the reader's language, and found by what is read or was written", async () => {
  const entry = (number: number, event: string, details = {}): LogEntry => ({
    number,
    at: undefined,
    level: "warning",
    category: "store",
    event,
    details,
  });
  const book = {
    entries: [
      entry(1, "store problem", {
        problem: "the disk is full: settings cannot be changed",
      }),
      entry(2, "server lost", {
        reason: "the server did not answer a ping within 60 s",
      }),
    ],
  };
  using car = openConsole({
    gatewayOf: () => ({
      log: book,
      texts: () => Promise.resolve(programTexts),
    }),
  });
  const log = async (query: string) =>
    v.parse(logAnswer, await car.api(`/log${query}`, asked("de")));
  const { entries, categories } = await log("");
  assert.deepEqual(categories, { store: "Speicher" });
  assert.deepEqual(entries.map(({ event, details }) => [event, details]), [
    ["Störung des Speichers", [{
      name: "Problem",
      text: "die Platte ist voll: Einstellungen lassen sich nicht ändern",
    }]],
    ["Server verloren", [{
      name: "Grund",
      text: "der Server antwortete nicht innerhalb von 60 s",
    }]],
  ]);
  const numbers = async (text: string) =>
    (await log(`?text=${text}`)).entries.map(({ number }) => number);
  assert.deepEqual(await numbers("VERLOREN"), [2]);
  assert.deepEqual(await numbers("disk"), [1]);
});
