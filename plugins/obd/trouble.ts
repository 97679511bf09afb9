/** Trouble codes: read with the modes 03, 07 and 0A, cleared with mode 04 (SAE J1979). */
import {
  type AnswerBytes,
  type Call,
  CommandError,
  DiagError,
  type DiagRequest,
  obd,
  readObdCodes,
  service,
  type Text,
} from "ovms-edge";
import { ENGINE, type X } from "./own.ts";

/** Kinds of codes by their mode; a car has to tell the stored ones, older ones do not know the others. */
const KINDS = [
  { name: "Stored", mode: 0x03, must: true },
  { name: "Pending", mode: 0x07, must: false },
  { name: "Permanent", mode: 0x0a, must: false },
] as const;
type Kind = (typeof KINDS)[number];

/** Clears codes and what the car kept about them. */
const CLEAR = service(0x04);
const SPEED = obd(1, 0x0d);

/** The engine's unit as this car has it. */
const engineOf = ({ width = 11 }: X["state"]) => ENGINE[width];

/** What a unit answers; undefined where it does not know the question. */
async function told(
  { hal, state }: X,
  read: DiagRequest,
): Promise<AnswerBytes | undefined> {
  try {
    return await hal.diag.request(engineOf(state), read);
  } catch (error) {
    const cause = error instanceof CommandError ? error.cause : undefined;
    const unknown = cause instanceof DiagError &&
      (cause.kind === "refused" || cause.kind === "unanswered");
    if (unknown) return undefined;
    throw error;
  }
}

/** Names of the codes of a kind; undefined where the car does not tell them. */
async function codesOf(
  ctx: X,
  { mode, must }: Kind,
): Promise<readonly string[] | undefined> {
  const answer = must
    ? await ctx.hal.diag.request(engineOf(ctx.state), obd(mode))
    : await told(ctx, obd(mode));
  return answer && readObdCodes(answer).map(({ name }) => name);
}

/** What the car itself says now, not some seconds ago; one without a speed decides for itself. */
async function mustStand(ctx: X): Promise<void> {
  const speed = await told(ctx, SPEED);
  if (speed === undefined || speed.u8(0) === 0) return;
  throw new CommandError(
    "Trouble codes are not cleared while the car moves: stop first",
  );
}

async function texts(ctx: X): Promise<readonly string[]> {
  const lines: string[] = [];
  // One after the other: a unit answers one question at a time
  for (const kind of KINDS) {
    const codes = await codesOf(ctx, kind);
    const text = codes === undefined
      ? "not told"
      : codes.length === 0
      ? "none"
      : codes.join(" ");
    lines.push(`${kind.name}: ${text}`);
  }
  return lines;
}

/** The codes of the engine's control unit, by their kind. */
export async function troubleText(ctx: X): Promise<Text> {
  return ["Trouble codes", ...await texts(ctx)];
}

/** Clears them, after what they were went to the journal. */
export async function clearTrouble(ctx: X, call: Call): Promise<Text> {
  await mustStand(ctx);
  const before = await texts(ctx);
  ctx.hal.memory.journal({
    who: call.from === "" ? call.link : call.from,
    what: "trouble codes",
    key: "DTC",
    old: before.join(", "),
    new: "cleared",
  });
  await ctx.hal.diag.request(engineOf(ctx.state), CLEAR);
  return ["Trouble codes cleared", ...before.map((line) => `Was ${line}`)];
}
