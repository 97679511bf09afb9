/** Texts without end, by a plugin: what each way out gives of them. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { bounded, boundedAll } from "../../../runtime/commands/text.ts";
import {
  CommandError,
  definePlugin,
  setting,
  v,
} from "../../../runtime/mod.ts";
import { World } from "../links/ovms/gateway.ts";

Deno.test("a text is cut at a line's end where one is near, and says what is missing", () => {
  const cut = { most: 300, rest: "ask for less" };
  equal(bounded("x".repeat(300), cut), "x".repeat(300));
  equal(
    bounded("x".repeat(301), cut),
    `${"x".repeat(300)}\n1 more characters were left out: ask for less`,
  );
  equal(
    bounded(`${"x".repeat(250)}\n${"y".repeat(99)}`, cut),
    `${"x".repeat(250)}\n100 more characters were left out: ask for less`,
  );
  match(
    bounded(`x\r${"y".repeat(999)}`, { ...cut, end: "\r" }),
    /^x\ry{298}\r701 more/,
  );
  const halves = bounded(`${"x".repeat(299)}${"\u{1f697}".repeat(9)}`, cut);
  ok(halves.isWellFormed());
});

Deno.test("texts are bounded together", () => {
  const cut = { most: 10, rest: "ask" };
  deepEqual(boundedAll(["abc", "defg"], cut), ["abc", "defg"]);
  deepEqual(boundedAll(["abc", "defghijk", "l"], cut), [
    "abc",
    "defghi\nMore was left out: ask",
  ]);
  deepEqual(boundedAll(["abcdefghij", "kl"], cut), [
    "abcdefghij",
    "\nMore was left out: ask",
  ]);
  equal(boundedAll(Array.from({ length: 99 }, () => ""), cut).length, 12);
});

const MUCH = "word, word\n".repeat(100_000);

/** A plugin that says too much in every way there is. */
const chatter = definePlugin({
  id: "chatter",
  metrics: { note: { name: "x.chatter.note", is: "text", unit: "" } },
  settings: {
    words: setting({ schema: v.string(), default: "", summary: "Any" }),
  },
  records: {
    rows: {
      type: "X-Rows",
      summary: "A row without end",
      lifetime: 86_400,
      fields: { note: "text" },
    },
  },
  notices: { told: { priority: "alarm", summary: "Too much", always: true } },
  sms: {
    "CHAT": { usage: "CHAT", code: 910, run: () => MUCH },
    "CHATS": {
      usage: "CHATS",
      run: () => ({ parts: Array.from({ length: 100_000 }, () => "part") }),
    },
    "FAIL": {
      usage: "FAIL",
      run: () => {
        throw new CommandError(MUCH);
      },
    },
    "TELL": {
      usage: "TELL",
      run: (_, { notify }) => {
        notify.told(MUCH);
        return "told";
      },
    },
    "ROW": {
      usage: "ROW",
      run: (_, { records }) => {
        records.rows.write(0, { note: MUCH });
        return "kept";
      },
    },
    "NOTE": {
      usage: "NOTE",
      run: (_, { metrics }) => {
        metrics.note.set(MUCH);
        return "noted";
      },
    },
  },
  msg: {
    "900": { name: "Chat", run: () => [MUCH] },
    "901": {
      name: "Chats",
      run: () => ({
        push: { parts: Array.from({ length: 9999 }, () => MUCH) },
      }),
    },
    "902": {
      name: "Fail",
      args: v.tuple([]),
      run: () => {
        throw new CommandError(MUCH);
      },
    },
  },
});

Deno.test("whatever a plugin says, messages of the server, text messages and answers are bounded", async () => {
  await using world = await World.open({ extra: [chatter] });
  const { clock, gateway: { hal, runtime, log } } = world;
  const client = await world.client("A");
  const lines = ["900", "901", "902", "910", "7,CHAT", "7,CHATS", "7,FAIL"];
  for (const line of [...lines, "7,TELL", "7,ROW", "7,NOTE"]) {
    client.send(`C${line}`);
    await clock.run(2000);
  }
  const { received } = client;
  for (const code of ["900", "901", "902", "910", "7"]) {
    ok(received.some((line) => line.startsWith(`c${code},`)), code);
  }
  const cut = received.filter((line) => line.includes("left out"));
  ok(cut.length >= 8, `${cut.length}`);
  for (const line of received) ok(line.length <= 8200, `${line.length}`);
  match(cut[0] ?? "", /left out: ask for less or look at the web console$/);
  // Rows and values that are too long are the plugin's fault, and nobody gets them
  ok(!received.some((line) => /^c7,0,(kept|noted)/.test(line)));
  ok(log.some((line) => /a record cannot be that long/.test(line)));
  ok(log.some((line) => /a text of at most 1000 characters/.test(line)));
  // The owner has the notice by SMS, too, and his answers
  await clock.run(60_000);
  const texts = hal.gsm.sent.splice(0);
  ok(texts.length > 1 && texts.length <= 8, `${texts.length}`);
  for (const text of ["CHAT", "CHATS", "FAIL"]) {
    hal.gsm.incoming("+491701234567", text);
    await clock.run(60_000);
    equal(hal.gsm.sent.splice(0).length, 8, text);
  }
  for (const text of ["CHAT", "CHATS", "FAIL"]) {
    const from = { link: "http", from: "", principal: "owner" } as const;
    const { messages } = await runtime.text(text, from);
    const size = messages.reduce((sum, is) => sum + is.length, 0);
    ok(size > 20_000 && size < 66_000, `${size}`);
    match(
      messages.at(-1) ?? "",
      /ore was left out: ask for less$/,
    );
  }
});

Deno.test("the journal has the beginning of a long value", async () => {
  await using world = await World.open({ extra: [chatter] });
  const { runtime, hal } = world.gateway;
  runtime.settings.put("chatter.words", "x".repeat(5000), "test");
  const [change] = hal.store.journalled(1);
  match(change?.new ?? "", /^x{1000}\n4000 more characters were left out: /);
});
