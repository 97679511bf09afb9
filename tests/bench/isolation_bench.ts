/** A verb of a plugin in a process of its own, there and back, against the same verb inside: under 1 ms. */
import { Keeper } from "../../app/isolation/keeper.ts";
import hello from "../../examples/hello/mod.ts";
import { SystemClock } from "../../hal/clock.ts";
import { simHal } from "../../hal/sim/mod.ts";
import type { Plugin } from "../../runtime/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";

const clock = new SystemClock();

function runtimeOf(extra: readonly Plugin[]): Runtime {
  const hal = simHal(clock), log = () => {};
  return new Runtime({
    hal,
    common: [],
    vehicles: [],
    extra,
    log,
    alone: true,
  });
}

async function ask(runtime: Runtime): Promise<void> {
  const call = { link: "console", from: "", principal: "owner" } as const;
  const { status, messages } = await runtime.text("HELLO", call);
  if (status !== "ok") throw new Error(messages.join());
}

const specifier = new URL("../../examples/hello/mod.ts", import.meta.url).href;
const keeper = await Keeper.open([{ name: "hello", specifier }]);
const apart = runtimeOf(keeper.plugins), inside = runtimeOf([hello]);
keeper.attach(apart, clock);
apart.host.start();
globalThis.addEventListener("unload", () => void keeper.close());

// Only async functions are waited for.
Deno.bench("a verb inside", { group: "verb", baseline: true }, async () => {
  await ask(inside);
});
Deno.bench("a verb in a process of its own", { group: "verb" }, async () => {
  await ask(apart);
});
