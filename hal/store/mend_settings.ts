/** Small values that are not as they were written: what stands in for them. */
import { checksum, isSound, sumOf } from "./checksum.ts";
import { type Database, troubleOf } from "./database.ts";
import type { Tally } from "./ledger.ts";
import type { Mender } from "./mender.ts";
import { number, type Row, text } from "./row.ts";
import { COLUMNS, insertSql } from "./tables.ts";

/**
 * What is used in the place of a value that is lost: of `value`, which an older copy has, or undefined
 * if none has. Permissions must not come back from the past.
 */
export type SafeValue = (
  section: string,
  key: string,
  value: string | undefined,
) => string | undefined;

/** What is said of values that pages from before brought back. */
const ROLLED_BACK =
  "stored values are not those that were written last: a part of the store's file is from before";

/**
 * Whether the small values are sound, and yet not those of the last write: the card lost a page of it,
 * or somebody put an older file in its place and left the log.
 * @param tally what the ledger says; undefined where it says nothing
 */
export function rolledBack(
  db: Database,
  tally: Tally | undefined,
): readonly string[] {
  if (tally?.settings === undefined) return [];
  // After a kill the ledger may be a commit behind
  if (db.number("SELECT commits FROM state") !== tally.commits) return [];
  const rows = db.rows("SELECT * FROM setting");
  // Damaged ones are mended one by one
  if (!rows.every((row) => isSound(row, COLUMNS.setting))) return [];
  const sum = sumOf(rows.map((row) => number(row, "sum")));
  return sum === tally.settings ? [] : [ROLLED_BACK];
}

type Place = readonly [section: string, key: string];

/** A value that stands in for another; undefined for none. */
export type Change = readonly [Place, string | undefined];

/** What was done about damaged values. */
export interface Mended {
  /** Sentences for the owner, with the names of values and never themselves. */
  readonly found: readonly string[];
  readonly changes: readonly Change[];
}

/**
 * Puts sound values in the place of those that are damaged.
 * @param isOld the whole file is a copy that lacks later writes
 */
export function mendSettings(
  db: Database,
  mender: Mender,
  safe: SafeValue,
  isOld: boolean,
): Mended {
  const rows = db.rows("SELECT * FROM setting");
  const bad = rows.filter((row) => !isSound(row, COLUMNS.setting));
  const sound = rows.filter((row) => isSound(row, COLUMNS.setting));
  const changes = [
    ...bad.length > 0 ? replaced(bad, sound, mender.settings(), safe) : [],
    ...isOld ? made(sound, safe) : [],
  ];
  if (bad.length === 0 && changes.length === 0) {
    return { found: [], changes };
  }
  try {
    db.transaction(() => {
      db.run(
        "DELETE FROM setting WHERE NOT coalesce(sum = checksum(section, key, value), false)",
      );
      for (const [place, value] of changes) put(db, place, value);
    });
  } catch (error) {
    // Then they stand in for as long as the program runs.
    if (!troubleOf(error)) throw error;
  }
  return { found: sentences(bad.length, changes), changes };
}

/** For damaged rows, and for those that only the copy has: of a damaged row its name may be wrong as well. */
function replaced(
  bad: readonly Row[],
  sound: readonly Row[],
  copy: readonly Row[],
  safe: SafeValue,
): readonly Change[] {
  const known = new Set(sound.map(nameOf)), inCopy = new Set(copy.map(nameOf));
  const lost = bad.filter((row) => readable(row))
    .filter((row) => !known.has(nameOf(row)) && !inCopy.has(nameOf(row)))
    .map((row) => [placeOf(row), undefined] as const);
  const missing = copy.filter((row) => !known.has(nameOf(row)))
    .map((row) => [placeOf(row), text(row, "value")] as const);
  return [...missing, ...lost].map(([place, value]) =>
    [place, safe(...place, value)] as const
  );
}

/** What may not come from an older copy as it is. */
function made(sound: readonly Row[], safe: SafeValue): readonly Change[] {
  return sound.flatMap((row) => {
    const place = placeOf(row), value = text(row, "value");
    const instead = safe(...place, value);
    return instead === value ? [] : [[place, instead] as const];
  });
}

function put(db: Database, place: Place, value: string | undefined): void {
  if (value === undefined) {
    db.run("DELETE FROM setting WHERE section = ? AND key = ?", ...place);
    return;
  }
  const row = [...place, value];
  db.run(
    insertSql("setting", "setting", "INSERT OR REPLACE"),
    ...row,
    checksum(row),
  );
}

function sentences(
  bad: number,
  changes: readonly Change[],
): readonly string[] {
  const names = (present: boolean) =>
    namesOf(
      changes.filter(([, value]) => (value !== undefined) === present)
        .map(([place]) => place),
    );
  const used = names(true), gone = names(false);
  const what = bad === 0
    ? "what the copy has may be old"
    : bad === 1
    ? "a stored value was damaged"
    : `${bad} stored values were damaged`;
  return [
    what + (used && `; taken from the last good copy, or safe: ${used}`) +
    (gone && `; no longer there: ${gone}`),
  ];
}

/** Values of a section that are named one by one. */
const NAMED = 5;

/** Names of values; of a section with many, how many. */
function namesOf(places: readonly Place[]): string {
  return [...Map.groupBy(places, ([section]) => section)]
    .flatMap(([section, all]) =>
      all.length > NAMED
        ? [`${section} (${all.length})`]
        : all.map((place) => place.join(" "))
    ).join(", ");
}

function readable(row: Row): boolean {
  return typeof row["section"] === "string" && typeof row["key"] === "string";
}

function placeOf(row: Row): Place {
  return [text(row, "section"), text(row, "key")];
}

function nameOf(row: Row): string {
  return `${row["section"]}\0${row["key"]}`;
}
