/** Brings a sound file to the store's place before it is opened, and tells what was lost on the way. */
import { place, prepare } from "./copies.ts";
import {
  copyAside,
  copyPaths,
  hasLog,
  isSuspect,
  moveAside,
  trust,
} from "./files.ts";
import { type Finding, inspect } from "./inspect.ts";
import type { Tally } from "./ledger.ts";
import { StoreRefusedError } from "./problems.ts";
import { SCHEMA } from "./schema.ts";

/** A copy that could be used. */
interface Copy {
  readonly path: string;
  readonly commits: number;
}

/** What was found and done at an opening. */
export interface Recovery {
  /** Sentences; empty when all is well. */
  readonly found: readonly string[];
  /** The file is one from before: values in it may have been changed since. */
  readonly isOld: boolean;
}

/**
 * Sees to it that there is a sound database at `path`, if need be from a copy or a new one.
 * @param tally what the ledger says
 * @throws StoreRefusedError for a newer schema or another program's file
 */
export function recover(
  path: string,
  tally: Tally | "unreadable" | undefined,
): Recovery {
  const counted = tally === "unreadable" ? undefined : tally;
  const look = () => inspect(path, counted?.bytes, isSuspect(path));
  const first = look();
  // A read that failed once is no damage, and a copy lacks what was written since it was made.
  const live = first.kind === "damaged" ? look() : first;
  trust(path);
  const copies = copyPaths(path);
  refuse(path, live, tally !== undefined || copies.length > 0);
  const lost = live.kind === "sound"
    ? (counted?.commits ?? 0) - live.commits
    : 0;
  if (live.kind === "sound" && lost <= 0) {
    return { found: uncounted(path, tally, live.commits), isOld: false };
  }
  const best = newest(copies.flatMap(usable));
  if (live.kind === "sound") {
    return { found: fallBack(path, live.commits, lost, best), isOld: true };
  }
  if (live.kind === "missing" && !tally && !best && !hasLog(path)) {
    prepare(path, undefined);
    place(path);
    return { found: [], isOld: false };
  }
  return { found: [startFrom(path, live, counted, best)], isOld: true };
}

/** A copy that cannot be read is none, but another one may do. */
function usable(path: string): readonly Copy[] {
  try {
    const found = inspect(path);
    if (found.kind !== "sound" || found.version > SCHEMA) return [];
    return [{ path, commits: found.commits }];
  } catch {
    return [];
  }
}

function newest(copies: readonly Copy[]): Copy | undefined {
  return copies.toSorted((a, b) => b.commits - a.commits)[0];
}

/** What is not ours to touch. A file that stands where our ledger or copies are is ours, whatever it says. */
function refuse(path: string, live: Finding, ours: boolean): void {
  if (live.kind === "sound" && live.version > SCHEMA) {
    throw new StoreRefusedError(
      `the store ${path} has schema version ${live.version}, this program knows versions up to ${SCHEMA}; use the newer program or choose another file`,
    );
  }
  if (live.kind === "foreign" && !ours) {
    throw new StoreRefusedError(
      `${path} is the database of another program; choose another file for the store`,
    );
  }
}

/** The file is sound but lacks its last writes; a copy may lack fewer. */
function fallBack(
  path: string,
  commits: number,
  lost: number,
  best: Copy | undefined,
): readonly string[] {
  if (best && best.commits > commits) {
    const kept = exchange(path, best);
    return [
      `the store's log was damaged: ${
        losses(lost - (best.commits - commits))
      }; the last good copy is used, the damaged file is kept as ${kept}`,
    ];
  }
  const kept = copyAside(path);
  return [
    `the store's log was damaged: ${losses(lost)}; what is left is used, ${
      kept
        ? `the damaged files are kept as ${kept}`
        : "there was no room to keep the damaged files"
    }`,
  ];
}

/** The damaged file gives way to a copy or a new one, which is complete before anything is moved. */
function exchange(path: string, best: Copy | undefined): string {
  prepare(path, best?.path);
  const kept = moveAside(path);
  place(path);
  return kept;
}

/** Without a ledger to compare with, nobody can say whether writes are missing. */
function uncounted(
  path: string,
  tally: Tally | "unreadable" | undefined,
  commits: number,
): readonly string[] {
  // A kill between the very first commit and its entry leaves an empty ledger.
  if (typeof tally === "object" || (!tally && commits <= 1)) return [];
  return [
    `the count of the store's writes (${path}.ledger) is ${
      tally ? "unreadable" : "missing"
    }: whether the last writes are lost cannot be told`,
  ];
}

/** The file is of no use: the best copy takes its place, or a new one. */
function startFrom(
  path: string,
  live: Finding,
  tally: Tally | undefined,
  best: Copy | undefined,
): string {
  const what = live.kind === "damaged"
    ? live.why
    : live.kind === "foreign"
    ? "was overwritten by another program"
    : "is not there";
  const kept = exchange(path, best);
  const where = live.kind === "missing"
    ? ""
    : `, the damaged file is kept as ${kept}`;
  if (!best) {
    return `the store ${path} ${what} and there is no good copy: all settings and records are lost, the module starts with factory settings${where}`;
  }
  const lost = tally
    ? losses(tally.commits - best.commits)
    : "what was written since it was made is lost";
  return `the store ${path} ${what}: the last good copy is used, ${lost}${where}`;
}

function losses(count: number): string {
  if (count <= 0) return "nothing is lost";
  return count === 1
    ? "the last write is lost"
    : `the last ${count} writes are lost`;
}
