import { deepEqual } from "node:assert/strict";
import { PlainInput } from "../../../app/console/plain_input.ts";
import { withOutput } from "../output.ts";

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

Deno.test("where nobody takes the answers no more lines are run, which is told once", async () => {
  const done: string[] = [], ended = Promise.withResolvers<void>();
  const input = ReadableStream.from([
    new TextEncoder().encode("STAT?\nPASS new\n"),
  ]);
  const { error } = console;
  console.error = (text: string) => void done.push(text);
  try {
    await withOutput(() => {
      throw new Error("No space left on device");
    }, async () => {
      const plain = new PlainInput({
        line: (line) => {
          done.push(line);
          plain.print("an answer");
          plain.print("its second part");
          return Promise.resolve();
        },
        ended: (lines, heard) => {
          done.push(`${lines} lines, heard: ${heard}`);
          ended.resolve();
        },
      }, input);
      plain.open();
      await ended.promise;
    });
  } finally {
    console.error = error;
  }
  deepEqual(done, [
    "STAT?",
    "Not everything could be printed: No space left on device",
    "1 lines, heard: false",
  ]);
});
