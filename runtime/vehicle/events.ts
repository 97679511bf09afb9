import * as v from "valibot";
import type { EventSchema } from "../contract/events.ts";

/** Events that cause each other more deeply than this go in a circle. */
const DEEPEST = 16;

/** One plugin that hears an event. */
export interface Hearer {
  /** What it takes the payload for. */
  readonly schema: EventSchema;
  /** Runs its handler; its faults stay its own. */
  readonly run: (payload: unknown) => void;
  /** Told that the payload is not what it takes it for. */
  readonly refused: (error: TypeError) => void;
}

/** Hands events to those who hear them, at once and in the order of the plugins. */
export class Events {
  readonly #hearers = new Map<string, Hearer[]>();
  #depth = 0;

  hear(name: string, hearer: Hearer): void {
    this.#of(name).push(hearer);
  }

  #of(name: string): Hearer[] {
    const known = this.#hearers.get(name);
    if (known) return known;
    const none: Hearer[] = [];
    this.#hearers.set(name, none);
    return none;
  }

  /**
   * The function that emits an event.
   * @returns throws a TypeError for a wrong payload, and an Error where events go in a circle: the
   * fault of who emits
   */
  emitter(name: string, schema: EventSchema): (payload: unknown) => void {
    const hearers = this.#of(name);
    return (payload) => {
      check(name, schema, payload);
      if (this.#depth >= DEEPEST) {
        throw new Error(`event ${name} is emitted in a circle of events`);
      }
      this.#depth++;
      try {
        for (const hearer of hearers) tell(hearer, name, schema, payload);
      } finally {
        this.#depth--;
      }
    };
  }
}

/** Who shares the emitter's schema need not check again. */
function tell(
  { schema, run, refused }: Hearer,
  name: string,
  checked: EventSchema,
  payload: unknown,
): void {
  if (schema !== checked) {
    try {
      check(name, schema, payload);
    } catch (error) {
      if (error instanceof TypeError) return refused(error);
      throw error;
    }
  }
  run(payload);
}

/** @throws TypeError that names the event and says what is wrong */
function check(name: string, schema: EventSchema, payload: unknown): void {
  const { issues } = v.safeParse(schema, payload);
  if (!issues) return;
  const at = v.getDotPath(issues[0]);
  throw new TypeError(
    `event ${name}: ${at === null ? "payload" : at}: ${issues[0].message}`,
  );
}
