import assert from "node:assert/strict";
import {
  isReply,
  isText,
  messagesOf,
  msgText,
  smsText,
} from "../../../runtime/commands/text.ts";

Deno.test("lines are joined as SMS and server want it", () => {
  assert.equal(smsText(["a", "b", "c"]), "a\n b\n c");
  assert.equal(msgText(["a", "b", "c"]), "a\r b\r c");
  assert.equal(smsText("as it\nis"), "as it\nis");
});

Deno.test("no line feed reaches the server, where it would end the message", () => {
  assert.equal(msgText("a\nb\r\nc"), "a\rb\rc");
  assert.equal(msgText(["a\n", "b"]), "a\r\r b");
});

Deno.test("an answer is one message, several, or none", () => {
  assert.deepEqual(messagesOf(undefined), []);
  assert.deepEqual(messagesOf("one"), ["one"]);
  assert.deepEqual(messagesOf(["one", "line"]), ["one\n line"]);
  assert.deepEqual(messagesOf({ parts: ["one", ["two", "lines"]] }), [
    "one",
    "two\n lines",
  ]);
});

Deno.test("what can be sent is told from what cannot", () => {
  for (const good of ["", [], ["a"]]) assert.equal(isText(good), true);
  for (const bad of [1, null, undefined, {}, [1], ["a", undefined]]) {
    assert.equal(isText(bad), false);
  }
  assert.equal(isReply(undefined), true);
  assert.equal(isReply({ parts: ["a", ["b"]] }), true);
  for (const bad of [null, 0, true, {}, { parts: "a" }, { parts: [1] }]) {
    assert.equal(isReply(bad), false);
  }
});
