/**
 * Plugins from outside, for their owner: where they run, what they may and want, and loading them anew.
 * The program that runs them says how they are.
 * @module
 */
import { CommandError, definePlugin, type Plugin, v } from "ovms-edge";
import { texts } from "./languages.ts";

const outsider = v.object({
  id: v.string(),
  summary: v.string(),
  /** `left out`: the owner did not allow what it wants. */
  state: v.picklist(["at work", "ended", "left out"]),
  /** Why it is not at work; empty while it is. */
  why: v.string(),
  /** Bytes of its process; null where that is not known. */
  memory: v.nullable(v.number()),
  /** What it may do, and what it wants to be allowed, in words. */
  may: v.array(v.string()),
  wants: v.array(v.string()),
});
/** One plugin from outside. */
export type Outsider = v.InferOutput<typeof outsider>;

/** What the program knows of them. */
export interface OutsideOptions {
  readonly list: () => readonly Outsider[];
  /**
   * Loads one, or all, anew; sentences about it.
   * @throws CommandError where there is no plugin of that id
   */
  readonly reload: (id?: string) => Promise<readonly string[]>;
}

/** One plugin in a line of a text. */
function lineOf({ id, state, why, wants }: Outsider): string {
  const reason = wants.length > 0 ? wants.join(", ") : why;
  return `${id}: ${state}${reason === "" ? "" : ` (${reason})`}`;
}

/** Makes the plugin. */
export function outside({ list, reload }: OutsideOptions): Plugin {
  return definePlugin({
    id: "plugins",
    summary: "Plugins from outside: how they are, and loading them anew",
    texts,
    sms: {
      "PLUGINS": {
        usage: "PLUGINS",
        query: true,
        summary: "Plugins from outside and how they are",
        run: () => list().map(lineOf),
      },
      "RELOAD": {
        usage: "RELOAD [plugin]",
        summary: "Loads plugins from outside anew",
        args: v.strictTuple([v.optional(v.string())]),
        run: async ([id]) => ({ parts: await reload(id?.toLowerCase()) }),
      },
    },
    queries: {
      list: {
        summary: "Plugins from outside",
        answer: v.object({ plugins: v.array(outsider) }),
        run: () => ({ plugins: [...list()] }),
      },
      reload: {
        summary: "Loads a plugin from outside anew",
        acts: true,
        owner: true,
        args: v.object({ id: v.string() }),
        answer: v.object({ text: v.string() }),
        run: async ({ id }) => {
          const [text] = await reload(id);
          if (text === undefined) throw new CommandError("Nothing was loaded");
          return { text };
        },
      },
    },
  });
}
