import type { ObjectId } from "./objects.ts";

/**
 * What the controller is set to besides what it was delivered with: by macro (TSMAP: by map), and by
 * object what WRITE changed (`WRITE 2920.01`). What is at its default has no entry.
 */
export type Settings = Readonly<Record<string, string>>;

const WRITE = "WRITE ";
const isMacro = ([key]: readonly [key: string, value: string]) =>
  !key.startsWith(WRITE);

/** The part that macros set. */
export function macroSettings(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(isMacro));
}

/** What WRITE changed, but for these objects, which something else sets. */
export function writtenBesides(
  settings: Settings,
  objects: readonly ObjectId[],
): Settings {
  const others = Object.entries(settings).filter((entry) =>
    !isMacro(entry) && !objects.some((object) => entry[0] === WRITE + object)
  );
  return Object.fromEntries(others);
}

/** The settings after a WRITE; one that brings the first value back leaves no trace. */
export function settingsAfterWrite(
  settings: Settings,
  object: ObjectId,
  value: number,
  first: number | undefined,
): Settings {
  const rest = {
    ...macroSettings(settings),
    ...writtenBesides(settings, [object]),
  };
  return value === first ? rest : { ...rest, [WRITE + object]: String(value) };
}

/** The settings as commands are given them, such as `SPEED 90 95, POWER 80, WRITE 2916.01 50000`. */
export function settingsText(settings: Settings): string {
  const entries = Object.entries(settings);
  if (entries.length === 0) return "all defaults";
  const texts = entries.map((entry) => entry.join(" "));
  return entries.some(isMacro)
    ? texts.join(", ")
    : `macros at defaults, ${texts.join(", ")}`;
}
