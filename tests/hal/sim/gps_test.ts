import assert from "node:assert/strict";
import type { GpsFix } from "../../../hal/mod.ts";
import { SimGps, SimSupply } from "../../../hal/sim/mod.ts";

Deno.test("reports reach the program while the receiver is open", async () => {
  const gps = new SimGps(), seen: GpsFix[] = [];
  gps.report({ fix: false });
  gps.open((fix) => void seen.push(fix));
  gps.report({ fix: true, latitude: 1, longitude: 2 });
  await gps.close();
  gps.report({ fix: false });
  assert.deepEqual(seen, [{ fix: true, latitude: 1, longitude: 2 }]);
});

Deno.test("the supply is what it is set to, or unknown", () => {
  const supply = new SimSupply();
  assert.equal(supply.volts(), 12.5);
  supply.value = 11.9;
  assert.equal(supply.volts(), 11.9);
  assert.equal(new SimSupply(undefined).volts(), 12.5);
  supply.value = undefined;
  assert.equal(supply.volts(), undefined);
});
