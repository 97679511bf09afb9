/** What a guest knows of the program around it. */
import * as v from "valibot";
import type { AnySettings } from "../contract/settings.ts";
import type { Copies } from "./messages.ts";

/** Before the program told anything. */
export const NOTHING: Copies = {
  now: 0,
  monotonic: 0,
  wall: { ms: 0, trusted: false },
};

/** The copies with what is new of them. */
export function updated(before: Copies, copies: Copies): Copies {
  return {
    ...before,
    ...copies,
    settings: { ...before.settings, ...copies.settings },
    features: { ...before.features, ...copies.features },
    handles: { ...before.handles, ...copies.handles },
  };
}

/** Whether the write gate is open, as far as the plugin has to know. */
export function mayWrite({ handles = {} }: Copies): boolean {
  const { "can.tx": tx, "can.sdo": sdo, diag } = handles;
  return [tx, sdo, diag].some((handle) =>
    Object.values(handle ?? {}).includes(true)
  );
}

/** The present values of a guest's settings, each read by its schema. */
export function settingsOf(decls: AnySettings, copies: () => Copies): object {
  const made = {};
  for (const [name, { schema, default: otherwise }] of Object.entries(decls)) {
    let input: unknown, value: unknown;
    Object.defineProperty(made, name, {
      enumerable: true,
      get: () => {
        const now = copies().settings?.[name] ?? otherwise;
        if (now !== input) {
          const parsed = v.safeParse(schema, now);
          value = parsed.success ? parsed.output : v.parse(schema, otherwise);
          input = now;
        }
        return value;
      },
    });
  }
  return Object.freeze(made);
}
