import { deepEqual, equal } from "node:assert/strict";
import type { HistoryRecord } from "../../../hal/mod.ts";
import { Pace } from "../../../runtime/records/pace.ts";
import type { RecordDecl } from "../../../runtime/contract/plugin.ts";
import {
  recorder,
  type WantedForms,
} from "../../../runtime/records/recorder.ts";

const MINUTE = 60;

Deno.test("so many at once, later one in so many seconds, each number by itself", () => {
  const pace = new Pace({ atOnce: 3, every: 600 });
  const minutes = (number: number, from: number) =>
    Array.from({ length: 40 }, (_, i) => from + i)
      .filter((minute) => pace.allows(number, minute * MINUTE));
  deepEqual(minutes(1, 0), [0, 1, 2, 10, 20, 30]);
  deepEqual(minutes(2, 0), [0, 1, 2, 10, 20, 30]);
  deepEqual(minutes(1, 100), [100, 101, 102, 110, 120, 130]);
});

Deno.test("numbers without end take no memory without end", () => {
  const pace = new Pace({ atOnce: 1, every: 10 });
  for (let number = 0; number < 10_000; number++) {
    equal(pace.allows(number, number), true);
  }
  equal(pace.allows(9_999, 9_999), false);
});

/** A recorder with a pace, and what it wrote: minute and data, with `!` where it goes to the server. */
function bench() {
  const written: string[] = [];
  const world = { now: 0, watched: false };
  const log = recorder({
    type: "X-Log",
    summary: "",
    lifetime: 60,
    pace: { atOnce: 2, every: 600 },
    fields: { value: 0 },
  }, {
    now: () => world.now,
    watched: () => world.watched,
    forms: () => "both",
    record: ({ data }: HistoryRecord, queue) => {
      written.push(`${world.now / MINUTE} ${data}${queue ? "!" : ""}`);
    },
  });
  const at = (minute: number, value: number, how: "write" | "writeChanged") => {
    world.now = minute * MINUTE;
    Reflect.apply(log[how], log, [1, { value }]);
    return written.splice(0).join(" ");
  };
  return { world, at };
}

Deno.test("what the pace holds back is kept, and the server gets the last value later", () => {
  const { at } = bench();
  equal(at(0, 1, "writeChanged"), "0 1!");
  equal(at(1, 1, "writeChanged"), "");
  equal(at(2, 2, "writeChanged"), "2 2!");
  equal(at(3, 3, "writeChanged"), "3 3");
  equal(at(4, 3, "writeChanged"), "");
  equal(at(12, 3, "writeChanged"), "12 3!");
  equal(at(30, 3, "writeChanged"), "");
});

Deno.test("a row is written when its text is another one, whatever came in between", () => {
  const { at } = bench();
  const changed = (value: number) => at(0, value, "writeChanged");
  equal(changed(1), "0 1!");
  equal(changed(1.2), "");
  equal(changed(1.2), "");
  equal(changed(1.4), "");
  equal(changed(1.2), "");
  equal(changed(1.6), "0 2!");
  equal(changed(2), "");
  equal(changed(1.2), "0 1");
  equal(at(0, 1.2, "write"), "0 1!");
  equal(changed(1.2), "");
});

Deno.test("a row is only made where it follows from something else, or nobody knows from what", () => {
  const world = { forms: "both" as WantedForms, written: [] as string[] };
  let made = 0, now = 0;
  const log = recorder({
    type: "X-Log",
    summary: "",
    lifetime: 60,
    pace: { atOnce: 1, every: 600 },
    currentFrom: "b",
    fields: { a: 0, b: 0 },
  }, {
    now: () => now,
    watched: () => false,
    forms: () => world.forms,
    record: ({ data }, queue) =>
      world.written.push(`${data}${queue ? "!" : ""}`),
  });
  const follow = (of: number, a: number) => {
    Reflect.apply(log.writeChangedOf, log, [1, of, () => {
      made++;
      return { a, b: 2 };
    }]);
    return `${world.written.splice(0).join(" ")} ${made}`;
  };
  equal(follow(5, 1), "1,2! 1");
  equal(follow(5, 1), " 1");
  equal(follow(6, 1), " 2");
  equal(follow(6, 1), " 2");
  equal(follow(7, 3), "3,2 3");
  // What the server does not have yet goes to it without being made again
  now = 700;
  equal(follow(7, 3), "3,2! 3");
  equal(follow(NaN, 3), " 4");
  equal(follow(NaN, 3), " 5");
  Reflect.apply(log.write, log, [1, { a: 4, b: 2 }]);
  equal(follow(7, 3), "4,2! 3,2 6");
  world.forms = "guide";
  equal(follow(7, 3), "3 7");
});

Deno.test("somebody who looks on, or asks, gets everything", () => {
  const { at, world } = bench();
  for (const minute of [0, 1]) at(minute, minute, "writeChanged");
  equal(at(2, 2, "writeChanged"), "2 2");
  equal(at(3, 2, "write"), "3 2!");
  world.watched = true;
  equal(at(4, 4, "writeChanged"), "4 4!");
  equal(at(5, 5, "writeChanged"), "5 5!");
});

Deno.test("each form of a record goes to who wants it", () => {
  const world = { forms: "both" as WantedForms, written: [] as string[] };
  const made = (decl: Partial<RecordDecl>) =>
    recorder({
      type: "X-Log",
      summary: "",
      lifetime: 60,
      fields: { a: 0, b: 0 },
      ...decl,
    }, {
      now: () => 0,
      watched: () => false,
      forms: () => world.forms,
      record: ({ data }, queue) =>
        world.written.push(`${data}${queue ? "!" : ""}`),
    });
  const writes = (decl: Partial<RecordDecl>) =>
    (["both", "guide", "current"] as const).map((forms) => {
      world.forms = forms;
      const log = made(decl);
      for (const how of ["write", "writeChanged"] as const) {
        Reflect.apply(log[how], log, [1, { a: 1, b: 2 }]);
        Reflect.apply(log[how], log, [2, { a: 1, b: 2 }]);
      }
      return world.written.splice(0).join(" ");
    });
  deepEqual(writes({}), ["1,2! 1,2!", "1,2! 1,2!", "1,2! 1,2!"]);
  deepEqual(writes({ form: "guide" }), ["1,2! 1,2!", "1,2! 1,2!", "1,2 1,2"]);
  deepEqual(writes({ form: "current" }), ["1,2! 1,2!", "", "1,2! 1,2!"]);
  deepEqual(writes({ currentFrom: "b" }), ["1,2! 1,2!", "1! 1!", "1,2! 1,2!"]);
});

Deno.test("two forms of the same facts share what they may cost", () => {
  const world = { now: 0, forms: "both" as WantedForms };
  let sent = 0;
  const log = recorder({
    type: "X-Log",
    summary: "",
    lifetime: 60,
    form: "guide",
    pace: { atOnce: 4, every: 600, both: { atOnce: 1, every: 1200 } },
    fields: { value: 0 },
  }, {
    now: () => world.now,
    watched: () => false,
    forms: () => world.forms,
    record: (_, queue) => void (sent += queue ? 1 : 0),
  });
  const hour = () => {
    sent = 0;
    for (let minute = 0; minute < 60; minute++) {
      world.now += MINUTE;
      Reflect.apply(log.writeChanged, log, [1, { value: world.now }]);
    }
    return sent;
  };
  equal(hour(), 3);
  world.forms = "guide";
  equal(hour(), 9);
});
