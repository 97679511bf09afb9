import assert from "node:assert/strict";
import { inFolder, inMemory, using } from "./stores.ts";

Deno.test("messages wait in order on their channel, over a restart, until delivered", () =>
  inFolder((path) => {
    using(path, (store) => {
      for (const text of ["one", "two"]) {
        store.enqueue({ channel: "sms", kind: "charge", text });
        store.enqueue({ channel: "ip", kind: "charge", text });
      }
    });
    using(path, (store) => {
      const [first] = store.waiting("sms");
      assert.ok(first);
      assert.equal(first.text, "one");
      store.deliver(first.id, "sent");
      store.deliver(first.id, "failed");
      assert.deepEqual(store.waiting("sms").map(({ text }) => text), ["two"]);
      assert.deepEqual(store.waiting("ip").map(({ text }) => text), [
        "one",
        "two",
      ]);
      assert.deepEqual(
        store.outbox(9).map(({ channel, state }) => `${channel} ${state}`),
        ["sms sent", "ip waiting", "sms waiting", "ip waiting"],
      );
      assert.equal(store.outbox(1)[0]?.text, "two");
    });
  }));

Deno.test("of messages that no longer wait, the newest are listed", () => {
  const { store } = inMemory();
  store.atomically(() => {
    for (let k = 0; k < 600; k++) {
      const { id } = store.enqueue({ channel: "sms", kind: "x", text: `${k}` });
      if (k > 0) store.deliver(id, "sent");
    }
  });
  store.prune();
  const texts = store.outbox(1000).map(({ text }) => text);
  assert.equal(texts.length, 501);
  assert.deepEqual(texts.slice(0, 2), ["0", "100"]);
  store.close();
});
