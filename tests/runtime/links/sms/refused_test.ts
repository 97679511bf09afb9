/** What an answer by text message tells of a command, which may wait where others than its sender see it. */
import { doesNotMatch, equal, match, ok } from "node:assert/strict";
import framework from "../../../../plugins/framework/mod.ts";
import { ntfy } from "../../../../plugins/push/mod.ts";
import { bench, owner } from "../../../../testing/mod.ts";
import { notificationsText } from "../../../../app/store/texts.ts";
import { masking } from "../../../../runtime/settings/secrets.ts";

Deno.test("a command that came too late is repeated, but for words that may be secret", async () => {
  await using car = await bench(framework, { with: [ntfy] });
  const { gsm, clock } = car.hal;
  const late = async (text: string) => {
    gsm.sent.length = 0;
    const sentAt = clock.wall().ms - 48 * 3_600_000;
    const origin = {
      key: text,
      sentAt,
      waited: true,
      remove: () => Promise.resolve(),
    };
    void gsm.incoming(owner, text, origin);
    await car.seconds(20);
    return gsm.sent.map((sms) => sms.text).join("");
  };
  const cars = "\u{1f697}".repeat(99);
  for (const text of ["FEATURE 9 20", "SET sms.answers 9"]) {
    equal(await late(text), `Not executed, too old: ${text}`);
  }
  for (const slot of ["9", "10"]) {
    const answer = await late(`FEATURE ${slot} ${cars}`);
    ok(answer.isWellFormed() && answer.includes("\u{1f697}"), answer);
  }
  for (
    const text of [
      "PASS geheim42",
      "GPRS internet me geheim42",
      "SERVER host geheim42",
      "AP geheim42 +49171",
      "PARAMS K SMS host geheim42",
      "UNLOCK geheim42",
      "SET NTFY.token geheim42",
    ]
  ) {
    const answer = await late(text);
    match(answer, /^Not executed, too old: [A-Z]+$/);
    doesNotMatch(answer, /geheim/);
  }
});

Deno.test("an answer that waits shows nobody else what is secret", async () => {
  await using car = await bench(framework, { params: { 1: "geheim42" } });
  const { gsm, store } = car.hal;
  gsm.send = () =>
    Promise.reject(
      Object.assign(new Error("no network"), {
        temporary: true,
        perhapsSent: false,
      }),
    );
  await car.sms("PASS?");
  const [waiting] = store.waiting();
  match(waiting?.text ?? "", /geheim42/);
  match(
    notificationsText(store.outbox(9), masking(store)),
    /Module password: \*\*\*/,
  );
});
