import { CommandError, v } from "ovms-edge";

/** A controller's stored values as others can read them: identifiers are hexadecimal, numbers unsigned. */
const KEY = /^backup\.([0-9a-f]{4})\.([0-9a-f]{2})$/;
const value = v.pipe(v.string(), v.regex(/^\d+\/[1-4]$/));

/** A backup of a controller as others can read it. */
export interface ControllerBackup {
  /** In the order of the dictionary; index and subindex are hexadecimal. */
  readonly objects: readonly {
    readonly index: string;
    readonly sub: string;
    readonly value: number | undefined;
    /** Bytes. */
    readonly size: number | undefined;
  }[];
}

/**
 * The stored backup of a controller, ready for JSON:
 * `{ "objects": [{ "index": "2920", "sub": "05", "value": 7250, "size": 2 }, …] }`.
 * @param memory all small values of the plugin, the store's section `plugin.cfg`
 */
export function exportController(
  memory: ReadonlyMap<string, string>,
): ControllerBackup {
  const objects = [...memory].flatMap(([key, text]) => {
    const [, index, sub] = KEY.exec(key) ?? [];
    if (index === undefined || sub === undefined || !v.is(value, text)) {
      return [];
    }
    const [number, size] = text.split("/").map(Number);
    return [{ index, sub, value: number, size }];
  });
  objects.sort((a, b) => `${a.index}${a.sub}` < `${b.index}${b.sub}` ? -1 : 1);
  return { objects };
}

/**
 * The same as a file.
 * @throws CommandError when there is no backup
 */
export function controllerFile(memory: ReadonlyMap<string, string>) {
  const backup = exportController(memory), { length } = backup.objects;
  if (length === 0) {
    throw new CommandError(
      "There is no backup of the controller to export: run CFG BACKUP first",
    );
  }
  return {
    text: JSON.stringify(backup, null, 2) + "\n",
    said: `Exported ${length} objects`,
  };
}
