import assert from "node:assert/strict";
import { connect } from "node:net";
import * as v from "valibot";
import {
  textTable,
  told,
  toldPart,
} from "../../../../../runtime/contract/texts.ts";
import {
  languageOf,
  speech,
} from "../../../../../runtime/links/http/answers/speech.ts";
import { coreTexts } from "../../../../../runtime/links/http/texts/mod.ts";
import { toldAnswer } from "../../../../../runtime/links/http/answers/told.ts";
import { freePort } from "../../../../ports.ts";

Deno.test("the first language that is wanted and spoken counts; English is one of them", () => {
  assert.equal(languageOf(null), undefined);
  assert.equal(languageOf("de-AT,de;q=0.9,en;q=0.8"), "de");
  assert.equal(languageOf("en-GB,de;q=0.9"), undefined);
  assert.equal(languageOf("ja, fr;q=0.4, de;q=0.6"), "de");
  assert.equal(languageOf("de;q=0, fr"), "fr");
  assert.equal(languageOf("*"), undefined);
});

const core = {
  "Setting {name} cannot be that: {why}": "{name} geht nicht: {why}",
  "expected {what}": "erwartet: {what}",
  "a whole number from {a} to {b}": "eine ganze Zahl von {a} bis {b}",
};
const plugin = {
  "expected {what} in {place}": "{what} in {place} erwartet",
  "expected {what}": "nicht dies: {what}",
  "Fill {text} in": "Setze {text} ein",
};
const say = speech([core, plugin]);

Deno.test("a text with places takes what stands there, each told for itself", () => {
  assert.equal(
    say(
      "Setting sms.budget cannot be that: expected a whole number from 0 to 9999",
    ),
    "sms.budget geht nicht: erwartet: eine ganze Zahl von 0 bis 9999",
  );
  assert.equal(say("12.60 V"), "12,60 V");
});

Deno.test("what nobody translated stays as it is, and no plugin rewords the core", () => {
  assert.equal(say("Nothing of the kind"), "Nothing of the kind");
  assert.equal(say("expected x in y"), "erwartet: x in y");
  assert.equal(say("version 1.10.2"), "version 1.10.2");
  assert.equal(say("toString"), "toString");
});

Deno.test("braces that a text has itself stay", () => {
  assert.equal(say("Fill {text} in"), "Setze {text} ein");
});

Deno.test("a table has a row for each text and a column for each language", () => {
  assert.deepEqual(textTable(["de", "fr"], { "One": ["Eins", "Un"] }), {
    de: { One: "Eins" },
    fr: { One: "Un" },
  });
});

Deno.test("of an answer only what its schema marks is told", () => {
  const schema = v.object({
    id: v.string(),
    name: told,
    rows: v.array(v.object({ text: v.nullable(told), n: v.number() })),
    counts: v.pipe(v.record(v.string(), v.number()), toldPart("keys")),
    form: v.optional(v.pipe(
      v.record(v.string(), v.unknown()),
      toldPart("description"),
    )),
    by: v.record(v.string(), told),
  });
  const loud = (text: string) => text.toUpperCase();
  const answer = {
    id: "a",
    name: "a",
    rows: [{ text: "b", n: 1 }, { text: null, n: 2 }],
    counts: { c: 3 },
    form: { type: "string", description: "d" },
    by: { e: "f" },
    more: "g",
  };
  assert.deepEqual(toldAnswer(schema, answer, loud), {
    id: "a",
    name: "A",
    rows: [{ text: "B", n: 1 }, { text: null, n: 2 }],
    counts: { C: 3 },
    form: { type: "string", description: "D" },
    by: { e: "F" },
    more: "g",
  });
  const plain = v.object({ id: v.string() }), same = { id: "a" };
  assert.equal(toldAnswer(plain, same, loud), same);
});

/** What opening a connection fails with, in German. */
async function troubleOf(opening: Promise<unknown>): Promise<string> {
  const tables = coreTexts.flatMap(({ de }) => de ? [de] : []);
  const why = await opening.then(() => "", (error) => error.message);
  return speech(tables)(`no connection to the server: ${why}; next try in 5 s`);
}

Deno.test("errors of the system are told in the reader's language, whoever asked it", async () => {
  using server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = server.addr, hostname = "127.0.0.1";
  const [plain, client] = await Promise.all([
    server.accept(),
    Deno.connectTls({ hostname, port }),
  ]);
  await plain.write(new TextEncoder().encode("HTTP/1.1 400 No\r\n"));
  assert.equal(
    await troubleOf(client.handshake()),
    "keine Verbindung zum Server: die Gegenseite spricht kein TLS (InvalidContentType); nächster Versuch in 5 s",
  );
  client.close();
  plain.close();
  const nobody = freePort();
  assert.equal(
    await troubleOf(Deno.connect({ hostname, port: nobody })),
    "keine Verbindung zum Server: die Gegenseite nimmt keine Verbindung an (111); nächster Versuch in 5 s",
  );
  const node = new Promise((_, fail) =>
    connect(nobody, hostname).on("error", fail)
  );
  assert.equal(
    await troubleOf(node),
    `keine Verbindung zum Server: die Gegenseite nimmt keine Verbindung an (127.0.0.1:${nobody}); nächster Versuch in 5 s`,
  );
});
