import type { Database } from "./database.ts";
import type { Reader } from "./reader.ts";
import type { Timeline } from "./timeline.ts";
import type { Writer } from "./writer.ts";

/** What each kind of rows is read and written with. */
export interface TableParts {
  readonly db: Database;
  readonly writer: Writer;
  readonly reader: Reader;
  readonly timeline: Timeline;
}
