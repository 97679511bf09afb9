import { deepEqual } from "node:assert/strict";
import { PlainInput } from "../../../app/console/plain_input.ts";

/** What an input of these pieces does, in order. */
async function readOf(
  pieces: readonly string[],
  failure?: Error,
): Promise<readonly string[]> {
  const done: string[] = [], ended = Promise.withResolvers<void>();
  const input = ReadableStream.from((function* () {
    for (const piece of pieces) yield new TextEncoder().encode(piece);
    if (failure) throw failure;
  })());
  new PlainInput({
    line: async (line) => {
      done.push(`begin ${line}`);
      await Promise.resolve();
      done.push(`end ${line}`);
    },
    ended: (lines) => {
      done.push(`${lines} lines`);
      ended.resolve();
    },
  }, input).open();
  await ended.promise;
  return done;
}

const ran = (...lines: readonly string[]) => [
  ...lines.flatMap((line) => [`begin ${line}`, `end ${line}`]),
  `${lines.length} lines`,
];

Deno.test("lines run one after the other, however they arrive and end", async () => {
  for (
    const pieces of [
      ["STAT?\nGPS?\nlast"],
      ["ST", "AT?\r", "\nGPS?\r\nla", "st\r\n"],
      ["STAT?\rGPS?\rlast\r"],
    ]
  ) deepEqual(await readOf(pieces), ran("STAT?", "GPS?", "last"));
  deepEqual(await readOf(["\n\nHELP"]), ran("", "", "HELP"));
});

Deno.test("without input, or with one that cannot be read, it ends", async () => {
  deepEqual(await readOf([]), ran());
  deepEqual(await readOf(["HELP\nST"], new Error("EIO")), ran("HELP"));
});

Deno.test("what was closed runs nothing more", async () => {
  const lines: string[] = [];
  const input = ReadableStream.from([
    new TextEncoder().encode("STAT?\nGPS?\n"),
  ]);
  const plain = new PlainInput({
    line: (line) => {
      lines.push(line);
      plain.close();
      return Promise.resolve();
    },
    ended: () => lines.push("ended"),
  }, input);
  plain.open();
  await new Promise((resolve) => setTimeout(resolve));
  deepEqual(lines, ["STAT?"]);
});
