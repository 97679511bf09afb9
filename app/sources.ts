/** The files that the program is made from. Nothing is imported: each start looks at them first. */

/** What it is made from; nothing else changes it. */
const SOURCES = [
  "app",
  "hal",
  "plugins",
  "runtime",
  "testing",
  "main.ts",
  "CHANGELOG.md",
  "deno.json",
  "deno.lock",
];

/** What it would be made from now: Deno, and the times and sizes of all files. */
export function sourcesOf(root: string): string {
  const lines = SOURCES.flatMap((path) => filesOf(root, path)).toSorted()
    .map((path) => {
      const info = stat(`${root}/${path}`);
      return `${path} ${info?.mtime?.getTime()} ${info?.size}`;
    });
  return [Deno.version.deno, ...lines].join("\n");
}

/** Files of a folder with all below it, or one file, by their paths from `base`; none of what is not there. */
export function filesOf(base: string, path: string): readonly string[] {
  const info = stat(`${base}/${path}`);
  if (!info?.isDirectory) return info ? [path] : [];
  return filesBelow(base, path === "." ? "" : `${path}/`);
}

/** A folder tells which of its entries are folders: only what a link leads to is looked at. */
function filesBelow(base: string, folder: string): readonly string[] {
  return [...Deno.readDirSync(`${base}/${folder}`)].flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isSymlink) return filesOf(base, path);
    return entry.isDirectory ? filesBelow(base, `${path}/`) : [path];
  });
}

function stat(path: string): Deno.FileInfo | undefined {
  return unlessGone(() => Deno.statSync(path));
}

/** What `work` gives; undefined where the file that it needs is not there. */
export function unlessGone<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
