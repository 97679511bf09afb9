import assert from "node:assert/strict";
import { parse } from "@std/csv";
import { exportText } from "../../../app/store/export.ts";
import { journalText, notificationsText } from "../../../app/store/texts.ts";
import { SimClock } from "../../../hal/sim/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import { recordsOf, timeText } from "../../../runtime/records/export/mod.ts";
import type { RecordDecl } from "../../../runtime/contract/plugin.ts";

const track: RecordDecl = {
  type: "X-Track",
  summary: "A track",
  lifetime: 3600,
  fields: { latitude: 6, longitude: 6, altitude: 0, fix: 0, note: "text" },
};

/** A store with three records, a minute apart. */
function filled() {
  const clock = new SimClock(Date.UTC(2026, 4, 1, 8));
  const store = openStore({ path: ":memory:", clock });
  const rows = [
    "51.257704,7.160899,139,1,start",
    "0.000000,0.000000,0,0,",
    '51.260200,7.168800,141,1,a "quoted" & <odd> note',
  ];
  for (const [number, data] of rows.entries()) {
    store.record(
      { type: track.type, number, lifetime: 3600, keep: 86400, data },
      true,
    );
    clock.advance(60_000);
  }
  return { store, clock };
}

Deno.test("CSV has a header line of the declared names, and gives everything back", () => {
  const { store } = filled();
  const text = exportText(recordsOf(store, track), track, "csv");
  const rows = parse(text, { skipFirstRow: true });
  assert.equal(
    text.split("\r\n", 1)[0],
    "time,number,latitude,longitude,altitude,fix,note",
  );
  assert.equal(rows.length, 3);
  assert.deepEqual(rows[2], {
    time: "2026-05-01T08:02:00Z",
    number: "2",
    latitude: "51.2602",
    longitude: "7.1688",
    altitude: "141",
    fix: "1",
    note: 'a "quoted" & <odd> note',
  });
  store.close();
});

Deno.test("a text at the end keeps its commas", () => {
  const { store } = filled();
  store.record(
    {
      type: track.type,
      number: 3,
      lifetime: 3600,
      keep: 86400,
      data: "51.257704,7.160899,139,1,1,2,,3",
    },
    true,
  );
  const notes = recordsOf(store, track).map(({ fields }) => fields["note"]);
  assert.deepEqual(notes.slice(1), [
    null,
    'a "quoted" & <odd> note',
    "1,2,,3",
  ]);
  store.close();
});

Deno.test("the header line is there without records, too", () => {
  assert.equal(
    exportText([], track, "csv"),
    "time,number,latitude,longitude,altitude,fix,note\r\n",
  );
});

Deno.test("JSON keeps numbers and texts apart; an empty field is null", () => {
  const { store } = filled();
  const text = exportText(recordsOf(store, track), track, "json");
  assert.deepEqual(JSON.parse(text)[1], {
    time: "2026-05-01T08:01:00Z",
    number: 1,
    latitude: 0,
    longitude: 0,
    altitude: 0,
    fix: 0,
    note: null,
  });
  store.close();
});

Deno.test("GPX has the points with a fix, in order", () => {
  const { store } = filled();
  const text = exportText(recordsOf(store, track), track, "gpx");
  assert.deepEqual(text.match(/<trkpt.*<\/trkpt>/g), [
    '<trkpt lat="51.257704" lon="7.160899"><ele>139</ele><time>2026-05-01T08:00:00Z</time></trkpt>',
    '<trkpt lat="51.2602" lon="7.1688"><ele>141</ele><time>2026-05-01T08:02:00Z</time></trkpt>',
  ]);
  assert.match(text, /^<\?xml .*<\/gpx>\n$/s);
  store.close();
});

Deno.test("GPX of something without positions is refused", () => {
  const cells: RecordDecl = { ...track, fields: { volts: 2 } };
  assert.throws(() => exportText([], cells, "gpx"), /choose csv or json/);
});

Deno.test("only records from a time on, over more than one page", () => {
  const { store, clock } = filled();
  for (let number = 3; number < 2503; number++) {
    store.record(
      { type: track.type, number, lifetime: 3600, keep: 86400, data: "" },
      false,
    );
  }
  const since = clock.wall().ms - 90_000;
  assert.equal(recordsOf(store, track).length, 2503);
  const numbers = recordsOf(store, track, { since }).map(({ number }) =>
    number
  );
  assert.equal(numbers.length, 2501);
  assert.deepEqual(numbers.slice(0, 2), [2, 3]);
  store.close();
});

Deno.test("messages are listed with time, channel and state, oldest first", () => {
  const { store, clock } = filled();
  assert.match(notificationsText([], String), /^No messages/);
  const first = store.enqueue({
    channel: "sms",
    kind: "charge:rt",
    text: "Charging\n SOC: 80%",
  });
  clock.advance(1000);
  store.enqueue({ channel: "ip", kind: "alarm:core", text: "Alarm" });
  store.deliver(first.id, "sent");
  const lines = notificationsText(store.outbox(10), String).split("\n");
  assert.equal(lines.length, 3);
  assert.match(
    lines[1] ?? "",
    /^2026-05-01T08:03:00Z +sms +sent +charge:rt +Charging \/ SOC: 80%$/,
  );
  assert.match(lines[2] ?? "", /ip +waiting +alarm:core +Alarm$/);
  store.close();
});

Deno.test("the journal is listed; what has no time has none", () => {
  const { store } = filled();
  assert.match(journalText([]), /^No changes/);
  store.journal({
    who: "sms owner",
    what: "param",
    key: "2",
    old: "K",
    new: "M",
  });
  assert.match(
    journalText(store.journalled()),
    /\n2026-05-01T08:03:00Z +sms owner +param +2 +K +M$/,
  );
  assert.equal(timeText(undefined), "");
  store.close();
});
