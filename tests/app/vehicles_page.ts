/** The blocks of docs/vehicles.md. */
import { ROOT } from "./program.ts";

/** A block between fences. */
export interface Block {
  /** The file that it is, where it is one. */
  readonly file: string | undefined;
  readonly language: string;
  readonly text: string;
}

/** All blocks of the page, in its order. */
export function blocks(): readonly Block[] {
  const markdown = Deno.readTextFileSync(`${ROOT}docs/vehicles.md`);
  const fence = /(?:<!-- (\S+) -->\n\n)?^```(\w*)\n(.*?)^```$/gms;
  return [...markdown.matchAll(fence)].map((
    [, file, language = "", text = ""],
  ) => ({ file, language, text }));
}

/**
 * Writes the files of the page as its reader does.
 * @param here folder that gets the log and the DBC file
 * @param own folder that gets the vehicle
 */
export async function writeFiles(here: string, own: string): Promise<void> {
  for (const { file, text } of blocks()) {
    if (file === undefined) continue;
    await Deno.writeTextFile(
      `${file.endsWith(".ts") ? own : here}/${file}`,
      text,
    );
  }
}
