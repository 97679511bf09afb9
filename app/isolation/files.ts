/** The files of a plugin: copied and digested as a whole. */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { UsageError } from "../usage_error.ts";

/** Files and bytes that a plugin may have. */
const MOST_FILES = 500, MOST_BYTES = 20 * 1024 * 1024;
/** What is no part of a plugin. */
const LEFT_OUT = /^(node_modules|\.git|\.DS_Store)$|_test\.[jt]s$/;

/**
 * Paths of all files of a folder, in order, from that folder.
 * @throws UsageError when there are too many
 */
function filesOf(folder: string): readonly string[] {
  const found: string[] = [];
  const walk = (below: string) => {
    for (const entry of Deno.readDirSync(join(folder, below))) {
      if (LEFT_OUT.test(entry.name)) continue;
      const path = join(below, entry.name);
      if (entry.isDirectory) walk(path);
      else if (entry.isFile) found.push(path);
      if (found.length > MOST_FILES) {
        throw new UsageError(
          `${folder} has more than ${MOST_FILES} files: a plugin has a folder of its own`,
        );
      }
    }
  };
  walk("");
  return found.sort();
}

/**
 * Copies the files of a folder.
 * @throws UsageError when they are too large
 */
export function copyFolder(from: string, to: string): void {
  let bytes = 0;
  for (const path of filesOf(from)) {
    const content = Deno.readFileSync(join(from, path));
    bytes += content.length;
    if (bytes > MOST_BYTES) {
      throw new UsageError(
        `${from} is larger than ${
          MOST_BYTES / 1024 / 1024
        } MB: a plugin has a folder of its own`,
      );
    }
    Deno.mkdirSync(dirname(join(to, path)), { recursive: true });
    Deno.writeFileSync(join(to, path), content);
  }
}

/** One digest of all names and contents. */
export function digestOf(folder: string): string {
  const hash = createHash("sha256");
  for (const path of filesOf(folder)) {
    const content = Deno.readFileSync(join(folder, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return `sha256-${hash.digest("base64")}`;
}
