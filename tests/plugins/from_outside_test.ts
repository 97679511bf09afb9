/** What the program brings itself could come from outside just as well: the contract offers it to everybody. */
import assert from "node:assert/strict";
import { bicycle } from "../../examples/bicycle/mod.ts";
import { ebike } from "../../examples/ebike/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { pluginFrom, vehicleFrom } from "../../runtime/contract/shape.ts";

for (const vehicle of [...vehicles, bicycle, ebike]) {
  Deno.test(`vehicle type ${vehicle.type} would be taken from outside as it is`, () => {
    assert.deepEqual(vehicleFrom(vehicle, "x.ts"), vehicle);
  });
}

Deno.test("plugins that every vehicle has would be taken from outside", () => {
  for (const plugin of common) {
    assert.deepEqual(pluginFrom(plugin, "x.ts"), plugin);
  }
});
