/** The PIN without which UNLOCK opens no car: asked of everybody, as doors have no other key then. */
import { CommandError } from "ovms-edge";

/** Wrong PINs after which none is looked at, and for how long, s; a restart begins that time anew. */
const TRIES = 5, REST = 15 * 60;
/** Small value that counts wrong ones. */
const WRONG = "wrong";

/** What it works with. */
interface Asked {
  readonly settings: { readonly pin: string };
  readonly state: {
    /** Second of the last wrong PIN, or of the start. */
    wrongAt: number;
  };
  readonly hal: {
    readonly memory: {
      get(key: string): string | undefined;
      put(changes: Readonly<Record<string, string | undefined>>): void;
    };
  };
  readonly now: number;
}

/** @throws CommandError with a sentence unless it is the PIN */
export function checkPin(
  { settings: { pin }, state, hal: { memory }, now }: Asked,
  given: string,
): void {
  if (pin === "") {
    throw new CommandError("No PIN is set: set one with SET nl.pin <PIN>");
  }
  const wrong = Number(memory.get(WRONG) ?? 0);
  const rest = state.wrongAt + REST - now;
  if (wrong >= TRIES && rest > 0) {
    throw new CommandError(
      `Too many wrong PINs: try again in ${Math.ceil(rest / 60)} min`,
    );
  }
  if (given === pin) {
    if (wrong > 0) memory.put({ [WRONG]: undefined });
    return;
  }
  state.wrongAt = now;
  // Before anybody is told, so that a restart forgets none
  memory.put({ [WRONG]: String(wrong + 1) });
  throw new CommandError("Wrong PIN");
}
