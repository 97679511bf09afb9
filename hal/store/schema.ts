/** What the database holds, as a table of steps from one schema version to the next. */
import type { Database } from "./database.ts";
import { soundSql } from "./checksum.ts";
import { text } from "./row.ts";
import {
  ALL_SUMMED,
  BLOCK,
  BLOCKS,
  COLUMNS,
  COUNTS,
  STAMP,
  WIDER,
} from "./tables.ts";

/** `OVMS` in ASCII: marks the file as ours. */
export const APPLICATION_ID = 0x4f564d53;

/** What a database has before anything is stored. */
const FIRST_ROWS = {
  state: "INSERT INTO state VALUES (1, 0, 0, 0)",
  record_summed: `INSERT INTO record_summed ${ALL_SUMMED}`,
};

const VERSION_1 = `
  -- One row. Written with each commit, so that a commit that vanished can be missed.
  CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    commits INTEGER NOT NULL,
    run INTEGER NOT NULL,
    last_id INTEGER NOT NULL
  ) STRICT;
  ${FIRST_ROWS.state};

  -- What was found at an opening and not yet told to the owner.
  CREATE TABLE finding (id INTEGER PRIMARY KEY, sentence TEXT NOT NULL) STRICT;

  CREATE TABLE setting (
    section TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (section, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    wall INTEGER, run INTEGER NOT NULL, monotonic REAL NOT NULL,
    who TEXT NOT NULL, what TEXT NOT NULL, key TEXT NOT NULL,
    old TEXT NOT NULL, new TEXT NOT NULL
  ) STRICT;
  CREATE INDEX journal_undated ON journal (run) WHERE wall IS NULL;
  -- Only an entry written before the time was known may get its date, once.
  CREATE TRIGGER journal_keeps BEFORE UPDATE OF id, run, monotonic, who, what, key, old, new
    ON journal BEGIN SELECT RAISE(ABORT, 'the journal cannot be changed'); END;
  CREATE TRIGGER journal_keeps_date BEFORE UPDATE OF wall ON journal WHEN OLD.wall IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'the journal cannot be changed'); END;
  CREATE TRIGGER journal_keeps_all BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal cannot be changed'); END;

  CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    wall INTEGER, run INTEGER NOT NULL, monotonic REAL NOT NULL,
    type TEXT NOT NULL, number REAL NOT NULL,
    lifetime REAL NOT NULL, keep REAL NOT NULL,
    data TEXT NOT NULL, queued INTEGER NOT NULL
  ) STRICT;
  -- In the order of writing within a type, with the time at hand: the wall's time may have jumped.
  CREATE INDEX record_type ON record (type, id, wall);
  -- Records that are kept equally long end in the order of their writing.
  CREATE INDEX record_keep ON record (keep, id);
  CREATE INDEX record_queue ON record (id) WHERE queued = 1;
  CREATE INDEX record_undated ON record (run) WHERE wall IS NULL;

  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    wall INTEGER, run INTEGER NOT NULL, monotonic REAL NOT NULL,
    channel TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL
  ) STRICT;
  CREATE INDEX outbox_waiting ON outbox (channel, id) WHERE state = 'waiting';
  CREATE INDEX outbox_undated ON outbox (run) WHERE wall IS NULL;
`;

/** Columns of the outbox as they were when rows got their sums. */
const OUTBOX_2 = [...STAMP, "channel", "kind", "text", "state"];

/** Sums over the rows. Records of before have none: there may be millions. */
const VERSION_2 = `
  ALTER TABLE setting ADD COLUMN sum INTEGER;
  ALTER TABLE journal ADD COLUMN sum INTEGER;
  ALTER TABLE record ADD COLUMN sum INTEGER;
  ALTER TABLE outbox ADD COLUMN sum INTEGER;
  UPDATE setting SET sum = checksum(${COLUMNS.setting.join(", ")});
  UPDATE journal SET sum = checksum(${COLUMNS.journal.join(", ")});
  UPDATE outbox SET sum = checksum(${OUTBOX_2.join(", ")});
`;

/** What each channel was tried, and why that failed. */
const VERSION_3 = `
  ALTER TABLE outbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE outbox ADD COLUMN error TEXT NOT NULL DEFAULT '';
  UPDATE outbox SET sum = checksum(${COLUMNS.outbox.join(", ")})
    WHERE ${soundSql(OUTBOX_2)};
`;

/** Records wait for several readers, each a bit. */
const VERSION_4 = `
  DROP INDEX record_queue;
  CREATE INDEX record_queue ON record (id) WHERE queued > 0;
`;

/**
 * Records by time, and how many of each type there are, kept by the database itself: with millions of
 * them nobody can go through all for a page. A record that is put in the place of a damaged one counts
 * once.
 */
const VERSION_5 = `
  CREATE INDEX record_time ON record (type, wall);
  CREATE TABLE record_count (type TEXT PRIMARY KEY, records INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO record_count SELECT type, count(*) FROM record GROUP BY type;
  CREATE TRIGGER record_replaced BEFORE INSERT ON record
    WHEN EXISTS (SELECT 1 FROM record WHERE id = NEW.id) BEGIN
    UPDATE record_count SET records = records - 1
      WHERE type = (SELECT type FROM record WHERE id = NEW.id);
  END;
  CREATE TRIGGER record_added AFTER INSERT ON record BEGIN
    INSERT INTO record_count VALUES (NEW.type, 1)
      ON CONFLICT (type) DO UPDATE SET records = records + 1;
  END;
  CREATE TRIGGER record_dropped AFTER DELETE ON record BEGIN
    UPDATE record_count SET records = records - 1 WHERE type = OLD.type;
  END;
`;

/** SQL: takes the time of a new row into its block, as it was done while blocks had no sums. */
const TIMED_6 =
  `INSERT INTO record_block VALUES (NEW.type, NEW.id / ${BLOCK}, NEW.wall, NEW.wall)
      ON CONFLICT (type, block) DO UPDATE
  SET first = min(first, excluded.first), last = max(last, excluded.last)
  WHERE excluded.first < first OR excluded.last > last`;

/**
 * Between which times the records of a type were written, for each ${BLOCK} numbers: a span of time is
 * found by them in the order of writing, also where the clock was set back. Wider than what is there
 * does no harm. The next step makes the rows anew, so none are made here.
 */
const VERSION_6 = `
  DROP INDEX record_time;
  CREATE TABLE record_block (
    type TEXT NOT NULL, block INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (type, block)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER record_timed AFTER INSERT ON record WHEN NEW.wall IS NOT NULL BEGIN
    ${TIMED_6};
  END;
  CREATE TRIGGER record_dated AFTER UPDATE OF wall ON record WHEN NEW.wall IS NOT NULL BEGIN
    ${TIMED_6};
  END;
`;

/** SQL: changes a count; one that is not as it was written stays wrong. */
const counts = (change: string) =>
  `records = records ${change}, sum = iif(sum = checksum(type, records),
    checksum(type, records ${change}), sum)`;
/** SQL: takes the time of a new row into its block. */
const TIMED = `INSERT INTO record_block VALUES (
    NEW.type, NEW.id / ${BLOCK}, NEW.wall, NEW.wall,
    checksum(NEW.type, NEW.id / ${BLOCK}, NEW.wall, NEW.wall)
  ) ${WIDER}`;

/** Counts and blocks with sums, as bits flip in them, too. */
const VERSION_7 = `
  DROP TRIGGER record_replaced;
  DROP TRIGGER record_added;
  DROP TRIGGER record_dropped;
  DROP TRIGGER IF EXISTS record_timed;
  DROP TRIGGER IF EXISTS record_dated;
  DROP TABLE record_count;
  DROP TABLE record_block;
  CREATE TABLE record_count (
    type TEXT PRIMARY KEY, records INTEGER NOT NULL, sum INTEGER
  ) STRICT, WITHOUT ROWID;
  INSERT INTO record_count ${COUNTS};
  CREATE TABLE record_block (
    type TEXT NOT NULL, block INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, sum INTEGER,
    PRIMARY KEY (type, block)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO record_block ${BLOCKS};
  CREATE TRIGGER record_replaced BEFORE INSERT ON record
    WHEN EXISTS (SELECT 1 FROM record WHERE id = NEW.id) BEGIN
    UPDATE record_count SET ${counts("- 1")}
      WHERE type = (SELECT type FROM record WHERE id = NEW.id);
  END;
  CREATE TRIGGER record_added AFTER INSERT ON record BEGIN
    INSERT INTO record_count VALUES (NEW.type, 1, checksum(NEW.type, 1))
      ON CONFLICT (type) DO UPDATE SET ${counts("+ 1")};
  END;
  CREATE TRIGGER record_dropped AFTER DELETE ON record BEGIN
    UPDATE record_count SET ${counts("- 1")} WHERE type = OLD.type;
  END;
  CREATE TRIGGER record_timed AFTER INSERT ON record WHEN NEW.wall IS NOT NULL BEGIN
    ${TIMED};
  END;
  CREATE TRIGGER record_dated AFTER UPDATE OF wall ON record WHEN NEW.wall IS NOT NULL BEGIN
    ${TIMED};
  END;
`;

/**
 * What is written is summed up part by part instead of record by record, which took twice as long as the
 * record itself: there is a number up to which that was done, and those behind it are few.
 */
const VERSION_8 = `
  CREATE TABLE record_summed (
    one INTEGER PRIMARY KEY CHECK (one = 1), upto INTEGER NOT NULL, sum INTEGER
  ) STRICT;
  ${FIRST_ROWS.record_summed};
`;

/** The same, in a step of its own: 8 as the last version would be one flipped bit away from the next one. */
const VERSION_9 = `
  DROP TRIGGER record_replaced;
  DROP TRIGGER record_added;
  DROP TRIGGER record_timed;
  DROP TRIGGER record_dropped;
  CREATE TRIGGER record_dropped AFTER DELETE ON record
    WHEN OLD.id <= (SELECT upto FROM record_summed) BEGIN
    UPDATE record_count SET ${counts("- 1")} WHERE type = OLD.type;
  END;
`;

/** Step n leads from schema version n to n + 1. Steps that were released are never changed. */
export const STEPS: readonly string[] = [
  VERSION_1,
  VERSION_2,
  VERSION_3,
  VERSION_4,
  VERSION_5,
  VERSION_6,
  VERSION_7,
  VERSION_8,
  VERSION_9,
];

/** The schema version that this program writes. */
export const SCHEMA = STEPS.length;

/** Brings a database up to the last step, all or nothing. */
export function migrate(
  db: Database,
  steps: readonly string[] = STEPS,
): void {
  const from = db.number("PRAGMA user_version");
  if (from >= steps.length) return;
  const isNew = from === 0 && steps === STEPS;
  db.transaction(() => {
    if (isNew && whole !== undefined) db.script(whole);
    else for (const step of steps.slice(from)) db.script(step);
    db.script(
      `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${steps.length}`,
    );
  });
  if (isNew) whole ??= wholeOf(db);
}

/** What all steps come to, once a database went through them: a third of the work for each new one. */
let whole: string | undefined;

/** The tables of a database as SQLite tells them, and the rows to begin with. */
function wholeOf(db: Database): string {
  const made = db.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL");
  return [
    ...made.map((row) => text(row, "sql")),
    ...Object.values(FIRST_ROWS),
  ].join(";\n");
}

/**
 * Tables in memory beside the file's: rows that the disk has no room for. A row here stands for the
 * file's row of the same number.
 */
export const SPILL = ["record", "outbox"].map((table) => `
  CREATE TEMP TABLE ${table}_spill AS SELECT * FROM main.${table} LIMIT 0;
  CREATE UNIQUE INDEX temp.${table}_spill_id ON ${table}_spill (id);
  CREATE TEMP VIEW ${table}_all AS
    SELECT * FROM temp.${table}_spill
    UNION ALL
    SELECT * FROM main.${table} WHERE id NOT IN (SELECT id FROM temp.${table}_spill);
`).join("");
