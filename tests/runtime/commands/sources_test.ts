import { doesNotThrow, equal, throws } from "node:assert/strict";
import { simHal } from "../../../hal/sim/mod.ts";
import { common, vehicles } from "../../../plugins/mod.ts";
import {
  definePlugin,
  type MessageOverrides,
  optional,
  type Plugin,
} from "../../../runtime/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";

function start(vehicle: string, ...extra: readonly Plugin[]): void {
  const hal = simHal();
  hal.store.put("params", { 14: vehicle });
  new Runtime({ hal, common, vehicles, extra, log: () => {}, strict: true });
  hal.store.close();
}

Deno.test("a metric has one writer: a plugin that writes another's is refused with both names", () => {
  const liar = definePlugin({ id: "liar", metrics: { soc: "v.b.soc" } });
  throws(
    () => start("RT", liar),
    /metric v\.b\.soc is written by twizy-can and by liar/,
  );
  doesNotThrow(() => start("RT"));
  doesNotThrow(() => start("", liar));
});

Deno.test("a metric that is read has a writer, is standard or optional; else it is refused with the nearest name", () => {
  const reader = (reads: Plugin["reads"]): Plugin => ({
    id: "reader",
    reads: reads ?? {},
  });
  for (const name of ["v.b.sok", "xrt.cfg.tpye", "x.nobody"]) {
    const spec = { name, unit: "" } as const;
    throws(
      () => start("RT", reader({ it: spec })),
      new RegExp(`plugin reader reads ${name}, which nobody writes`),
    );
    doesNotThrow(() => start("RT", reader({ it: optional(spec) })));
  }
  throws(
    () => start("RT", reader({ it: { name: "v.b.sok", unit: "%" } })),
    /did you mean v\.b\.soc\?/,
  );
  doesNotThrow(() => start("RT", reader({ it: "v.t.health" })));
  const counter = { name: "x.can2.received", unit: "" } as const;
  doesNotThrow(() => start("RT", reader({ it: counter })));
});

Deno.test("what a vehicle's messages tell has a writer or is standard; else it is refused with the nearest name", () => {
  const bus = definePlugin({ id: "bus", metrics: { soc: "v.b.soc" } });
  const run = (messages: MessageOverrides) => {
    const vehicle = { type: "MM", name: "M", plugins: [bus], messages };
    const hal = simHal();
    hal.store.put("params", { 14: "MM" });
    new Runtime({ hal, common, vehicles: [vehicle], log: () => {} });
    hal.store.close();
  };
  throws(
    () => run({ socLimit: "v.c.limit.sox" }),
    /vehicle type MM fills socLimit of its messages from v\.c\.limit\.sox, which nobody writes; did you mean v\.c\.limit\.soc\?/,
  );
  doesNotThrow(() => run({ socLimit: "v.c.limit.soc", awake: false, trip: 3 }));
});

Deno.test("a vehicle whose plugins do not go together does not take the place of one that runs", () => {
  const hal = simHal();
  hal.store.put("params", { 14: "" });
  const liar = definePlugin({ id: "liar", metrics: { soc: "v.b.soc" } });
  const runtime = new Runtime({
    hal,
    common,
    vehicles,
    extra: [liar],
    log: () => {},
    strict: true,
  });
  const { host } = runtime;
  throws(
    () => runtime.params.set(new Map([[14, "RT"]]), "test"),
    /metric v\.b\.soc is written by twizy-can and by liar/,
  );
  equal(runtime.host, host);
  hal.store.close();
});
