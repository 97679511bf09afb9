/** Valet mode locks the car where its odometer is beyond the limit, and a damaged frame is no way. */
import assert from "node:assert/strict";
import { fromHex } from "../../../../hal/can_frame.ts";
import { carOn, type Rig } from "../rig.ts";

/** The limit is 5 km after the start; by 100 m and by 2 km further. */
const START = "00000406752000",
  BEYOND = "00000406950000",
  FAR = "000004069C6000";
const tell = (rig: Rig, odometer: string) =>
  rig.hal.bus.inject(0x5d7, fromHex(odometer));

/** Drives at 80 km/h; the odometer tells this each second. */
async function drive(rig: Rig, ...odometers: readonly string[]): Promise<void> {
  for (const odometer of odometers) {
    tell(rig, odometer);
    await rig.seconds(1, true, 80);
  }
}

async function valet(): Promise<Rig> {
  const rig = await carOn({ firmware: "3.9" });
  tell(rig, START);
  await rig.seconds(1);
  assert.match(await rig.sms("VALET 5"), /VALET ON at odo=42212\.54/);
  return rig;
}

Deno.test("beyond its limit a car in valet mode is locked", async () => {
  using rig = await valet();
  await drive(rig, START, BEYOND);
  assert.deepEqual(rig.writes, ["2920.05=543", "2920.06=543"]);
});

Deno.test("further than a second's way beyond it the odometer has to say so twice", async () => {
  using rig = await valet();
  await drive(rig, START, FAR);
  assert.deepEqual(rig.writes, []);
  await drive(rig, FAR);
  assert.deepEqual(rig.writes, ["2920.05=543", "2920.06=543"]);
});

Deno.test("a damaged frame of the odometer locks no car that drives", async () => {
  using rig = await valet();
  await drive(rig, START, "00000C06752000", START, "FFFFFFFFFFFFFF", START);
  // Nothing speaks against it, but nothing tells it again either
  await drive(rig, "00000506752000");
  await rig.seconds(5, true, 80);
  assert.deepEqual(rig.writes, []);
});
