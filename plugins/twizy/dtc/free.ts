/** Free requests that read: `OBD cluster 2181`, `OBD broadcast 2181`. */
import { CommandError, type DiagAddress } from "ovms-edge";
import { mustAnswer } from "./ask.ts";
import type { X } from "./own.ts";
import {
  ALL,
  ANSWERS,
  ASKED,
  asked,
  READING,
  SESSION,
  SESSIONS,
  units,
  WITHIN,
} from "./units.ts";

const USAGE =
  "Expected: OBD cluster|bms|charger|broadcast <hex>, or OBD device <to> <from> <hex>; a broadcast has at most 7 bytes";
/** Bytes of a question to all units, which is one frame. */
const MOST_BYTES = 7;
const POSITIVE = 0x40;
/**
 * Bytes behind the service that its answer repeats: without them an answer to somebody else's question
 * would be taken for this one's. Others repeat nothing.
 */
const REPEATED: Readonly<Record<number, number>> = {
  0x01: 1,
  0x02: 2,
  0x09: 1,
  0x10: 1,
  0x19: 1,
  0x1a: 1,
  0x21: 1,
  0x22: 2,
};
/** Longest identifier of this bus. */
const MOST = 0x7ff;

function unitOf(name: string): DiagAddress | undefined {
  const found = Object.entries(units).find(([known]) => known === name);
  return found?.[1];
}

function identifier(word: string): number {
  const id = /^[0-9a-f]{1,3}$/i.test(word) ? parseInt(word, 16) : NaN;
  if (id <= MOST) return id;
  throw new CommandError(USAGE);
}

/** Where a unit listens: with any other identifier the frame would mean something to the car. */
function unitAt(word: string): number {
  const id = identifier(word), [least, most] = ASKED;
  if (id >= least && id <= most) return id;
  throw new CommandError(
    `Control units are asked with identifiers from ${least.toString(16)} to ${
      most.toString(16)
    }: ${word} may mean something else to the car, so it is not sent`,
  );
}

/** @throws CommandError for what may change a control unit */
function mustRead([service = 0, session = 0]: readonly number[]): void {
  const what = !READING.includes(service)
    ? `Service ${hex([service])}`
    : service === SESSION && !SESSIONS.includes(session)
    ? `Session ${hex([session])}`
    : undefined;
  if (what === undefined) return;
  throw new CommandError(
    `${what} may change a control unit, so it is not sent: only ${
      service === SESSION
        ? `sessions ${hex(SESSIONS)} are`
        : "services that read are"
    }`,
  );
}

function bytesOf(words: readonly string[]): number[] {
  const text = words.join("");
  if (!/^(?:[0-9a-f]{2}){1,64}$/i.test(text)) throw new CommandError(USAGE);
  return (text.match(/../g) ?? []).map((byte) => parseInt(byte, 16));
}

const hex = (bytes: Iterable<number>) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join(" ").toUpperCase();

/** Whom the words ask; all units where no one is named. */
function parse([name = "", ...words]: readonly string[]): {
  readonly at: DiagAddress | "all";
  readonly request: readonly number[];
} {
  switch (name.toLowerCase()) {
    case "device": {
      const [to = "", from = "", ...rest] = words;
      return {
        at: { to: unitAt(to), from: identifier(from) },
        request: bytesOf(rest),
      };
    }
    case "broadcast": {
      const request = bytesOf(words);
      if (request.length > MOST_BYTES) throw new CommandError(USAGE);
      return { at: "all", request };
    }
  }
  const at = unitOf(name.toLowerCase());
  if (!at) throw new CommandError(USAGE);
  return { at, request: bytesOf(words) };
}

/** Asks all; a line for each unit that answered. @throws CommandError */
async function askAll(
  { hal: { diag } }: X,
  request: readonly number[],
): Promise<readonly string[]> {
  const answers = await diag.broadcast({
    to: ALL,
    among: ANSWERS,
    units: asked,
    request,
    within: WITHIN,
  });
  if (answers.length === 0) {
    throw new CommandError(`No control unit answered within ${WITHIN} ms`);
  }
  return answers.map(({ from, data, whole }) =>
    `${from.toString(16).toUpperCase()}: ${hex(data)}${whole ? "" : " ..."}`
  );
}

/** Asks what the words say. @throws CommandError */
export async function freeRequest(
  words: readonly string[],
  ctx: X,
): Promise<string | readonly string[]> {
  const { at, request } = parse(words), [service = 0] = request;
  mustRead(request);
  mustAnswer(ctx);
  if (at === "all") return await askAll(ctx, request);
  const begins = [
    service + POSITIVE,
    ...request.slice(1, 1 + (REPEATED[service] ?? 0)),
  ];
  const { data } = await ctx.hal.diag.request(at, {
    request,
    answer: begins,
    within: WITHIN,
  });
  return hex([...begins, ...data]);
}
