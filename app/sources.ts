/** The files that the program is made from. Nothing is imported: each start looks at them first. */

/** What it is made from; nothing else changes it. */
const SOURCES = [
  "app",
  "hal",
  "plugins",
  "runtime",
  "testing",
  "main.ts",
  "start.ts",
  "CHANGELOG.md",
  "deno.json",
  "deno.lock",
];

/** Something in a folder, by its path from where was looked. */
interface Entry {
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * What it would be made from now: Deno, and times and sizes of all files and folders, whose times tell what
 * came and went in them.
 */
export function sourcesOf(root: string): readonly string[] {
  const paths = SOURCES.flatMap((path) => entriesOf(root, path))
    .map(({ path }) => path);
  return [Deno.version.deno, ...paths.map((path) => lineOf(root, path))];
}

/** Whether it would be made from the same now. Only what was there is looked at, in half the time. */
export function isMadeFrom(root: string, from: readonly string[]): boolean {
  const [deno, ...lines] = from;
  return deno === Deno.version.deno &&
    lines.every((line) => line === lineOf(root, pathIn(line)));
}

/** Time, size and path; without the first two where nothing is there. */
function lineOf(root: string, path: string): string {
  const info = stat(`${root}/${path}`);
  return `${info?.mtime?.getTime()} ${info?.size} ${path}`;
}

/** What is behind the second space. */
function pathIn(line: string): string {
  return line.slice(line.indexOf(" ", line.indexOf(" ") + 1) + 1);
}

/** Files of a folder with all below it, or one file, by their paths from `base`; none of what is not there. */
export function filesOf(base: string, path: string): readonly string[] {
  return entriesOf(base, path).filter(({ isFolder }) => !isFolder)
    .map(({ path }) => path);
}

/** A file, or a folder with all below it. */
function entriesOf(base: string, path: string): readonly Entry[] {
  const info = stat(`${base}/${path}`);
  if (info === undefined) return [];
  const entry = { path, isFolder: info.isDirectory };
  return info.isDirectory
    ? [entry, ...entriesBelow(base, path === "." ? "" : `${path}/`)]
    : [entry];
}

/** A folder tells which of its entries are folders: only what a link leads to is looked at. */
function entriesBelow(base: string, folder: string): readonly Entry[] {
  return [...Deno.readDirSync(`${base}/${folder}`)].flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isSymlink) return entriesOf(base, path);
    return entry.isDirectory
      ? [{ path, isFolder: true }, ...entriesBelow(base, `${path}/`)]
      : [{ path, isFolder: false }];
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
