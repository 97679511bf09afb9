import { Database } from "./database.ts";
import { isSound } from "./checksum.ts";
import { copyPaths } from "./files.ts";
import type { Row } from "./row.ts";
import { COLUMNS, insertSql, type Numbered, TAKE_IN_AGAIN } from "./tables.ts";
import type { Value } from "./database.ts";

/** Finds rows that a flipped bit changed in the copies, as they were written. */
export class Mender {
  readonly #path: string | undefined;
  /** Rows found, to be put back. */
  #due: (readonly [Numbered, Row])[] = [];

  /** @param path of the store; without one, there are no copies */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** The row of this number in the newest copy that has it sound. */
  find(table: Numbered, id: number): Row | undefined {
    const row = this.#search((db) =>
      db.rows(`SELECT * FROM ${table} WHERE id = ?`, id)
        .find((row) => isSound(row, COLUMNS[table]))
    );
    if (row) this.#due.push([table, row]);
    return row;
  }

  /** All sound settings of the newest copy that can be read. */
  settings(): readonly Row[] {
    return this.#search((db) =>
      db.rows("SELECT * FROM setting").filter((row) =>
        isSound(row, COLUMNS.setting)
      )
    ) ?? [];
  }

  /** Puts what was found in the place of what is damaged. */
  write(db: Database): void {
    for (const [table, row] of this.#due.splice(0)) {
      const values = [...COLUMNS[table], "sum"].map((column) =>
        row[column] as Value
      );
      if (table === "record") replaceRecord(db, values);
      // Not UPDATE: the journal refuses that, of damaged rows as well.
      else db.run(insertSql(table, table, "INSERT OR REPLACE"), ...values);
    }
  }

  get hasDue(): boolean {
    return this.#due.length > 0;
  }

  #search<T>(look: (db: Database) => T | undefined): T | undefined {
    for (const path of this.#path === undefined ? [] : copyPaths(this.#path)) {
      try {
        const db = new Database(path, { readOnly: true });
        try {
          const found = look(db);
          if (found !== undefined) return found;
        } finally {
          db.close();
        }
      } catch {
        // A copy that cannot be read is none.
      }
    }
    return undefined;
  }
}

/** The damaged one does not count any more, under whatever type it was. */
function replaceRecord(db: Database, values: readonly Value[]): void {
  const [id = 0] = values;
  db.run("DELETE FROM record WHERE id = ?", id);
  db.run(insertSql("record", "record"), ...values);
  for (const sql of TAKE_IN_AGAIN) db.run(sql, id);
}
