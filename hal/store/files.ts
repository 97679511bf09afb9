/** Files around the store's own: their names, and what is done with them. */
import { basename, dirname, join, resolve } from "node:path";

/** Damaged files kept for the owner; older ones make room, or a failing disk would soon be full of them. */
const DAMAGED_KEPT = 5;

/** Endings of the logs that SQLite would apply to whatever file stands beside them. */
const LOGS = ["-wal", "-journal"];

/** As many links as Linux follows. */
const MOST_LINKS = 40;

/**
 * Where a store is that a link leads to: its other files stand beside it, so that whoever comes by another
 * way finds its lock, and a link is never replaced by a file.
 */
export function placeOf(path: string): string {
  let place = path;
  for (let links = 0; links < MOST_LINKS && isLink(place); links++) {
    place = resolve(dirname(place), Deno.readLinkSync(place));
  }
  return place;
}

function isLink(path: string): boolean {
  try {
    return Deno.lstatSync(path).isSymlink;
  } catch {
    // Nothing is there, or opening it tells what is wrong.
    return false;
  }
}

/** Whether a log stands at a store's place. */
export function hasLog(path: string): boolean {
  return LOGS.some((part) => sizeOf(path + part) !== undefined);
}

/** The copies of a store that are there. */
export function copyPaths(path: string): readonly string[] {
  return siblings(path, /\.copy(-2|-schema-\d+)?$/);
}

/** The file that stands beside a store in which something could not be read, until all of it was looked through. */
const suspectMark = (path: string) => `${path}.suspect`;

/** Notes that a store's file has to be looked through as a whole at the next start. */
export function suspect(path: string): void {
  try {
    Deno.writeTextFileSync(suspectMark(path), "", { mode: 0o600 });
  } catch {
    // A disk that takes no mark has other troubles, and tells them.
  }
}

/** Whether that was noted. */
export function isSuspect(path: string): boolean {
  return sizeOf(suspectMark(path)) !== undefined;
}

/** It was looked through. */
export function trust(path: string): void {
  remove(suspectMark(path));
}

/** Bytes, or undefined if there is no such file. */
export function sizeOf(path: string): number | undefined {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Which file stands at a path, whatever is in it; undefined where none can be found. */
export function fileAt(path: string): string | undefined {
  try {
    const { dev, ino } = Deno.statSync(path);
    return `${dev} ${ino}`;
  } catch {
    return undefined;
  }
}

/** Bytes of a database's header: which format it takes to write it, and to read it. */
const FORMATS = [18, 19];

/**
 * Whether a database has formats that there are. SQLite takes one that says another for a file that can
 * only be read: a flipped bit is no such wish.
 */
export function hasKnownFormat(path: string): boolean {
  using file = Deno.openSync(path);
  const header = new Uint8Array(20), read = file.readSync(header) ?? 0;
  return FORMATS.every((at) => at >= read || /^[12]$/.test(`${header[at]}`));
}

/** Removes a file; its absence is as good. */
export function remove(path: string): void {
  if (sizeOf(path) !== undefined) Deno.removeSync(path);
}

/** Waits until a file's or folder's content is on the disk. */
export function sync(path: string): void {
  using file = Deno.openSync(path);
  file.syncSync();
}

/** Puts a finished file in the place of another, for good. */
export function replace(from: string, to: string): void {
  sync(from);
  Deno.renameSync(from, to);
  sync(dirname(to));
}

/**
 * Writes a file for its owner only: all of it and for good, or none. One that was there before stays where
 * the disk does not take the new one. What is no file, such as a pipe, gets the text as it is.
 */
export function writeWhole(path: string, text: string): void {
  const place = placeOf(path);
  if (fileAt(place) !== undefined && !Deno.statSync(place).isFile) {
    return Deno.writeTextFileSync(place, text);
  }
  const made = `${place}.new`;
  try {
    Deno.writeTextFileSync(made, text, { mode: 0o600 });
    replace(made, place);
  } catch (error) {
    remove(made);
    throw error;
  }
}

/**
 * Moves a damaged store to a new name, its log first: a log that stayed behind would be taken for
 * that of the next file.
 * @returns the new name
 */
export function moveAside(path: string): string {
  const name = asideName(path);
  for (const part of [...LOGS, ""]) {
    if (sizeOf(path + part) !== undefined) {
      Deno.renameSync(path + part, name + part);
    }
  }
  sync(dirname(path));
  return name;
}

/** Copies a damaged store that stays in use; undefined if there was no room for it. */
export function copyAside(path: string): string | undefined {
  const name = asideName(path);
  try {
    for (const part of [...LOGS, ""]) {
      if (sizeOf(path + part) !== undefined) {
        Deno.copyFileSync(path + part, name + part);
      }
    }
    return name;
  } catch {
    removeAside(name);
    return undefined;
  }
}

/** The next free name; the oldest damaged files make room. */
function asideName(path: string): string {
  const numbers = siblings(path, /\.damaged-\d+$/).map(numberOf);
  const next = Math.max(0, ...numbers) + 1;
  for (const old of numbers.filter((n) => n <= next - DAMAGED_KEPT)) {
    removeAside(`${path}.damaged-${old}`);
  }
  return `${path}.damaged-${next}`;
}

function removeAside(name: string): void {
  for (const part of [...LOGS, ""]) remove(name + part);
}

/** Paths in the same folder that are the store's name and an ending. */
function siblings(path: string, ending: RegExp): readonly string[] {
  const folder = dirname(path), name = basename(path);
  return [...Deno.readDirSync(folder)]
    .filter((entry) => entry.name.startsWith(name))
    .filter((entry) => ending.exec(entry.name)?.index === name.length)
    .map((entry) => join(folder, entry.name))
    .sort();
}

function numberOf(path: string): number {
  return Number(/\d+$/.exec(path)?.[0] ?? 0);
}
