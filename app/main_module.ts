import { join } from "node:path";

/** The module of a plugin's folder: one name that says that the folder is the plugin's own. */
export function mainOf(folder: string): string | undefined {
  return ["mod.ts", "mod.js"].find((name) => {
    try {
      return Deno.statSync(join(folder, name)).isFile;
    } catch {
      return false;
    }
  });
}
