/** What a row of a record becomes: one line of the protocol, with all of its columns in their places. */
import { deepEqual, equal, throws } from "node:assert/strict";
import type { HistoryRecord } from "../../../hal/mod.ts";
import type { RecordDecl } from "../../../runtime/contract/plugin.ts";
import { recorder } from "../../../runtime/records/recorder.ts";

/** Writes rows of a record, and gives the data of each. */
function written(fields: RecordDecl["fields"]) {
  const all: string[] = [];
  const log = recorder(
    { type: "X-Log", summary: "", lifetime: 60, fields },
    {
      now: () => 0,
      watched: () => false,
      forms: () => "both",
      record: ({ data }: HistoryRecord) => all.push(data),
    },
  );
  return (row: Readonly<Record<string, unknown>>) => {
    Reflect.apply(log.write, log, [0, row]);
    return all.splice(0).join("\n");
  };
}

Deno.test("what rounds to nothing has no sign", () => {
  const write = written({ whole: 0, tenths: 1, degrees: 6 });
  equal(
    write({ whole: -0.4, tenths: -0.04, degrees: -1e-9 }),
    "0,0.0,0.000000",
  );
  equal(
    write({ whole: -0.6, tenths: -0.06, degrees: -1e-6 }),
    "-1,-0.1,-0.000001",
  );
});

Deno.test("a number that is none is refused with the name of its column; null is an empty one", () => {
  const write = written({ soc: 1, km: 0 });
  for (const value of [NaN, Infinity, -Infinity]) {
    throws(
      () => write({ soc: 50, km: value }),
      /^RangeError: column km of a record cannot be .*: expected a number, or null where nobody knows it$/,
    );
  }
  equal(write({ soc: null, km: 1 }), ",1");
  throws(
    () => write({ soc: "full", km: 1 }),
    /^RangeError: column soc of a record cannot be full: expected a number, or null/,
  );
});

Deno.test("a text ends neither its record nor its column; the last one may have commas", () => {
  const write = written({ note: "text", km: 0, list: "text" });
  equal(
    write({ note: "a,b\r\nc\0d", km: 1, list: "1,2\n3" }),
    "a;b c d,1,1,2 3",
  );
  deepEqual(write({ note: "", km: null, list: "" }), ",,");
});
