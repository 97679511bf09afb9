import { CommandError, type SettingInfo, v } from "ovms-edge";
import { verbs } from "./own.ts";

/** A setting and its value: `ca.reserve: 5 km`. */
function line({ name, text, unit, aside }: SettingInfo): string {
  const value = unit === "" ? text : `${text} ${unit}`;
  const kept = aside === undefined
    ? ""
    : ` (was ${aside}, which no longer fits)`;
  return `${name}: ${value}${kept}`;
}

/** The same with what it is for. */
function explained(info: SettingInfo): string {
  return `${line(info)} - ${info.summary}`;
}

/** The settings that plugins, vehicle and core declare. */
export const declaredSettings = verbs({
  "SETTINGS?": {
    usage: "SETTINGS? [plugin]",
    summary:
      "Lists the settings of all plugins, or of one with what they are for",
    args: v.tuple([v.optional(v.string())]),
    run: ([wanted], { hal }) => {
      const all = hal.settings.list();
      if (wanted === undefined) return ["Settings:", ...all.map(line)];
      const owner = wanted.toLowerCase();
      const own = all.filter((info) => info.owner === owner);
      if (own.length === 0) {
        throw new CommandError(
          `There are no settings of ${wanted}: SETTINGS? lists all`,
        );
      }
      return ["Settings:", ...own.map(explained)];
    },
  },
  "SET": {
    usage: "SET <plugin>.<name> [value]",
    summary: "Sets a setting, or shows it; - for its default",
    sensitive: ([, value]) => value !== undefined,
    auth: "phone",
    args: v.tupleWithRest([v.string()], v.string()),
    run: async ([name, ...words], { hal }) => {
      const text = words.join(" ").trim();
      if (text !== "") {
        return line(
          await hal.settings.set(name, text === "-" ? undefined : text),
        );
      }
      const info = hal.settings.list().find((info) =>
        info.name.toLowerCase() === name.toLowerCase()
      );
      if (!info) {
        throw new CommandError(
          `There is no setting ${name}: SETTINGS? lists all`,
        );
      }
      return `${explained(info)}; expected ${info.expected}`;
    },
  },
});
