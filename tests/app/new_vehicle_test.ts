import assert from "node:assert/strict";
import { newVehicle } from "../../app/new_vehicle.ts";
import { UsageError } from "../../app/usage_error.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const SIGNAL = 'SG_ SOC : 0|8@1+ (1,0) [0|100] "%" N';

Deno.test("names and units tell standard metrics, each once; the others have names of their own", () => {
  const { files, type, problems } = newVehicle(
    "rt-car",
    encode(`BO_ 1 Bms: 8 N\n ${SIGNAL}\nBO_ 2 Dash: 8 N\n ${SIGNAL}
 SG_ Gear : 8|2@1+ (1,0) [0|0] "" N
VAL_ 2 Gear 0 "P" 1 "D" 9 "none" ;`),
    "/there",
    "/root",
  );
  const [[path = "", text = ""] = []] = files;
  assert.equal(path, "/there/rt-car/mod.ts");
  // RT is a vehicle already
  assert.notEqual(type, "RT");
  assert.deepEqual(problems, []);
  assert.ok(text.includes('sOC: "v.b.soc",'));
  assert.ok(
    text.includes(
      `dashSOC: { name: "x${type.toLowerCase()}.dash.soc", unit: "%" },`,
    ),
  );
  assert.ok(text.includes('gear: {at:"B1.0 u2 le",values:{"0":"P","1":"D"}}'));
});

Deno.test("more signals than there is room for are listed, not dropped", () => {
  const many = Array.from(
    { length: 310 },
    (_, k) => `BO_ ${k} M${k}: 8 N\n ${SIGNAL}`,
  );
  const { problems } = newVehicle("many", encode(many.join("\n")), "/", "/");
  assert.equal(problems.length, 10);
  assert.equal(problems[0], "M300.SOC: there is room for 300 signals only");
});

Deno.test("a name or file that cannot be used is refused with a sentence", () => {
  assert.throws(() => newVehicle("My Car", encode(""), "/", "/"), UsageError);
  assert.throws(
    () => newVehicle("car", encode("nothing"), "/", "/"),
    new UsageError("The DBC file has no signals that can be read"),
  );
});
