import assert from "node:assert/strict";
import { newVehicle } from "../../../app/scaffold/new_vehicle.ts";
import { taskIn } from "../../../app/scaffold/own_config.ts";
import { UsageError } from "../../../app/usage_error.ts";

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
  assert.ok(text.includes('soc: "v.b.soc",'));
  assert.ok(
    text.includes(
      `dashSOC: { name: "x${type.toLowerCase()}.dash.soc", unit: "%" },`,
    ),
  );
  assert.ok(text.includes('gear: {at:"B1.0 u2 le",values:{"0":"P","1":"D"}}'));
});

Deno.test("what may be the same standard metric is told, and comments stand beside what they explain", () => {
  const { files, choices } = newVehicle(
    "choice",
    encode(`BO_ 1 Bms: 8 N
 SG_ LB_SOC : 0|8@1+ (1,0) [0|100] "%" N
 SG_ ESPSpeed_kmh : 8|8@1+ (1,0) [0|100] "km/h" N
BO_ 2 Dash: 8 N\n SG_ DashSOC : 0|8@1+ (1,0) [0|100] "%" N
CM_ SG_ 2 DashSOC "What the driver
sees";`),
    "/there",
    "/root",
  );
  assert.deepEqual(choices, [
    "v.b.soc is read from Bms.LB_SOC, but Dash.DashSOC may be it as well",
  ]);
  const [[, text = ""] = []] = files;
  for (
    const line of [
      'lbSoc: "v.b.soc",\n',
      'espSpeedKmh: "v.p.speed",\n',
      "// or is this v.b.soc?\n",
      "// What the driver sees\n        dashSOC: {",
    ]
  ) assert.ok(text.includes(line), `${line} in ${text}`);
});

Deno.test("names that every object has, and units that there are not, are no trap", () => {
  const { files } = newVehicle(
    "traps",
    encode(`BO_ 1 A: 8 N
 SG_ constructor : 0|8@1+ (1,0) [0|0] "" N
 SG_ HAS_OWN : 8|8@1+ (1,0) [0|0] "µA" N
 SG_ hasOwnProperty : 16|8@1+ (1,0) [0|0] "" N
 SG_ prototype : 24|8@1+ (1,0) [0|0] "" N`),
    "/there",
    "/root",
  );
  const [[, text = ""] = []] = files;
  const aliases = [...text.matchAll(/ (\w+): \{ name: "/g)]
    .map(([, alias]) => alias);
  assert.deepEqual(
    aliases,
    ["aConstructor", "hasOwn", "aHasOwnProperty", "aPrototype"],
  );
  assert.ok(text.includes('unit: "" }, // in µA\n'), text);
});

Deno.test("a range without end is none that is swept", () => {
  const { files } = newVehicle(
    "endless",
    encode('BO_ 1 A: 8 N\n SG_ X : 0|8@1+ (1,0) [-1E400|1E400] "" N\n'),
    "/",
    "/",
  );
  const [[, text = ""] = []] = files;
  assert.ok(text.includes("x: {") && !text.includes("Infinity"), text);
});

Deno.test("more signals than there is room for are listed, not dropped", () => {
  const many = Array.from(
    { length: 1003 },
    (_, k) =>
      `BO_ ${k} M${k}: 8 N\n ${SIGNAL}\n SG_ A : 8|8@1+ (1,0) [0|0] "" N
 SG_ B : 16|8@1+ (1,0) [0|0] "" N`,
  );
  const { problems } = newVehicle("many", encode(many.join("\n")), "/", "/");
  assert.equal(problems.length, 9);
  assert.equal(problems[0], "M1000.SOC: there is room for 3000 signals only");
});

Deno.test("a number stays one, whatever some of its values are called; a choice has texts", () => {
  const { files } = newVehicle(
    "mixed",
    encode(`BO_ 1 A: 8 N
 SG_ SOC : 0|10@1+ (0.1,0) [0|100] "%" N
 SG_ Turns : 16|16@1- (1,0) [0|0] "" N
 SG_ State : 32|8@1- (1,0) [0|0] "" N
VAL_ 1 SOC 1023 "not available" ;
VAL_ 1 Turns 0 "stands" 32767 "SNA" ;
VAL_ 1 State -1 "back" 0 "off" 1 "on" ;`),
    "/there",
    "/root",
  );
  const [[, text = ""] = []] = files;
  for (
    const line of [
      'soc: "v.b.soc",',
      'soc: {at:"B0.0 u10 le",per:10,invalid:[1023]}',
      'turns: {at:"B2.0 s16 le",invalid:[32767]}',
      'state: {at:"B4.0 s8 le",values:{"0":"off","1":"on","-1":"back"}}',
    ]
  ) assert.ok(text.includes(line), `${line} in ${text}`);
});

Deno.test("each metric has a name of its own, also where messages or signals share theirs", () => {
  const { files } = newVehicle(
    "twins",
    encode(`BO_ 1 A: 8 N\n SG_ v : 0|8@1+ (1,0) [0|0] "" N
 SG_ V : 8|8@1+ (1,0) [0|0] "" N
BO_ 2 A: 8 N\n SG_ v : 0|8@1+ (1,0) [0|0] "" N
BA_ "SystemSignalLongSymbol" SG_ 2 v "välue of it";`),
    "/there",
    "/root",
  );
  const [[, text = ""] = []] = files;
  const names = [...text.matchAll(/name: "(x\w+\.[^"]+)"/g)]
    .map(([, name = ""]) => name.replace(/^x\w+?\./, ""));
  assert.deepEqual(names, ["a.v", "a.v2", "a.v_lue_of_it"]);
});

Deno.test("a name or file that cannot be used is refused with a sentence", () => {
  assert.throws(() => newVehicle("My Car", encode(""), "/", "/"), UsageError);
  assert.throws(
    () => newVehicle("car", encode("nothing"), "/", "/"),
    new UsageError("The DBC file has no signals that can be read"),
  );
});

Deno.test("what is to be run next works from where it is told", () => {
  assert.equal(taskIn("/repository/plugins", "/repository"), "deno task");
  assert.equal(
    taskIn("/home/me/cars", "/repository/"),
    "deno task --config /repository/deno.json",
  );
});
