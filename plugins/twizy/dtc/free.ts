/** Free requests that read: `OBD cluster 2181`. */
import { CommandError, type DiagAddress } from "ovms-edge";
import { mustAnswer } from "./ask.ts";
import type { X } from "./own.ts";
import { READING, units, WITHIN } from "./units.ts";

const USAGE =
  "Expected: OBD cluster|bms|charger <hex>, or OBD device <to> <from> <hex>";
const POSITIVE = 0x40;
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

function bytesOf(words: readonly string[]): number[] {
  const text = words.join("");
  if (!/^(?:[0-9a-f]{2}){1,64}$/i.test(text)) throw new CommandError(USAGE);
  return (text.match(/../g) ?? []).map((byte) => parseInt(byte, 16));
}

const hex = (bytes: Iterable<number>) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join(" ").toUpperCase();

function parse(
  [name = "", ...words]: readonly string[],
): { readonly at: DiagAddress; readonly request: readonly number[] } {
  if (name.toLowerCase() === "device") {
    const [to = "", from = "", ...rest] = words;
    return {
      at: { to: identifier(to), from: identifier(from) },
      request: bytesOf(rest),
    };
  }
  const at = unitOf(name.toLowerCase());
  if (!at) throw new CommandError(USAGE);
  return { at, request: bytesOf(words) };
}

/** Asks what the words say. @throws CommandError */
export async function freeRequest(
  words: readonly string[],
  ctx: X,
): Promise<string> {
  const { at, request } = parse(words), [service = 0] = request;
  if (!READING.includes(service)) {
    throw new CommandError(
      `Service ${
        hex([service])
      } may change a control unit, so it is not sent: only services that read are`,
    );
  }
  mustAnswer(ctx);
  const answer = await ctx.hal.diag.request(at, {
    request,
    answer: [service + POSITIVE],
    within: WITHIN,
  });
  return hex([service + POSITIVE, ...answer.data]);
}
