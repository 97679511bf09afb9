import assert from "node:assert/strict";
import { scale } from "../../../plugins/cfg/macro.ts";
import { carOn } from "./rig.ts";

Deno.test("values scale in proportion, rounded down, limited unless they are the default", () => {
  assert.equal(scale(7250, 80, 80, 400, 7000), 7250);
  assert.equal(scale(7250, 80, 111, 400, 10000), 10000);
  assert.equal(scale(7250, 80, 6, 400, 10000), 543);
  assert.equal(scale(55000, 78, 10, 10000, 70125), 10000);
  assert.equal(scale(32767, 100, 80, 0, 32767), 26213);
});

/** Command, and the values of its writes in the order of the table. */
type Table = readonly (readonly [command: string, values: string])[];

/** Plays each command on a delivered controller. */
async function plays(objects: string, table: Table): Promise<void> {
  for (const [command, values] of table) {
    using rig = await carOn();
    const answer = await rig.cfg(command);
    assert.match(answer, /^CFG [A-Z]+: OK/, command);
    const expected = objects.split(" ").map((object, at) =>
      `${object}=${values.split(" ")[at]}`
    );
    assert.deepEqual(rig.writes, expected, command);
    assert.equal(rig.node.state, 5);
  }
}

Deno.test("SPEED writes the table of the specification", () =>
  plays(
    "2920.05 3813.33 3813.35 3813.3b 3813.34 3813.3c 4611.12 4611.11 4641.01",
    [
      ["SPEED", "7250 7650 8050 8500 8050 7500 7250 273 1"],
      ["SPEED 80 89", "7250 7650 8050 8500 8050 7500 7250 273 1"],
      ["SPEED 45 45", "4078 4478 4878 5328 4070 3520 7250 273 1"],
      ["SPEED 90 89", "8156 8556 8956 9406 8050 7500 8156 242 1"],
      ["SPEED 100 110", "9062 9462 9862 10312 9949 9399 9062 218 1"],
      ["SPEED 110 110", "9968 10368 10768 10900 9949 9399 9968 198 1"],
      ["SPEED 111 111", "10000 10400 10800 10900 10039 9489 10000 197 1"],
      ["SPEED 6 6", "543 943 1343 1793 542 0 7250 273 1"],
      ["SPEED -1 110", "7250 7650 8050 8500 9949 9399 7250 273 1"],
    ],
  ));

Deno.test("TORQUE writes the table of the specification", () =>
  plays(
    "6076.00 4611.01 4611.03 4611.05 4611.07 4611.09 4611.0b 4611.0d 4611.0f 4611.11 4641.01",
    [
      ["TORQUE", "55000 880 880 659 608 516 421 360 307 273 1"],
      ["TORQUE 78", "55000 880 880 659 608 516 421 360 307 273 1"],
      ["TORQUE 100", "70125 1122 1122 844 779 661 539 461 393 348 1"],
      ["TORQUE 90", "63461 1015 1015 760 701 595 485 415 354 314 1"],
      ["TORQUE 50", "35256 564 564 422 389 330 269 230 196 174 1"],
      ["TORQUE 10", "10000 160 160 160 160 160 160 160 160 160 1"],
    ],
  ));

Deno.test("TORQUE and SPEED know of each other", async () => {
  using rig = await carOn();
  await rig.cfg("SPEED 100");
  await rig.cfg("TORQUE 78");
  assert.equal(rig.node.dump()["4611.11"], 218);
  await rig.cfg("TORQUE 100");
  assert.equal(rig.node.dump()["4611.11"], 278);
  await rig.cfg("SPEED");
  assert.equal(rig.node.dump()["4611.11"], 348);
});

const D = "3813.24 3813.26 3813.28 3813.2a",
  N = "3813.1b 3813.1d 3813.1f 3813.21";
const B = "3813.07 3813.09 3813.0b 3813.0d";

Deno.test("TSMAP writes the maps in the order of the letters", async () => {
  await plays(`${D} ${N} ${B}`, [
    [
      "TSMAP",
      "32767 32767 32767 32767 32767 26214 16383 6553 32767 26214 16383 6553",
    ],
    [
      "TSMAP dnb 100 80 50 20",
      "32767 26213 16383 6553 32767 26213 16383 6553 32767 26213 16383 6553",
    ],
  ]);
  await plays(`${B} ${D}`, [[
    "TSMAP BD 1 20 50 100",
    "327 6553 16383 32767 327 6553 16383 32767",
  ]]);
  await plays(N, [["TSMAP N -1 80", "32767 26213 16383 6553"]]);
});

Deno.test("the macros without pre-operational state write the tables of the specification", async () => {
  await plays("2920.01", [["POWER", "1000"], ["POWER 50", "500"]]);
  await plays("2920.03 2920.04", [
    ["RECUP", "182 182"],
    ["RECUP 0", "0 0"],
    ["RECUP 20", "202 202"],
    ["RECUP 50 100", "505 1000"],
    ["RECUP -1 50", "182 505"],
  ]);
  await plays("291c.02 2920.07 2920.0b 2920.0d 2920.0e", [
    ["RAMPS", "400 2500 2000 4000 4000"],
    ["RAMPS 5 50 0", "500 5000 10 4000 4000"],
  ]);
  await plays("290a.01 290a.03", [
    ["SMOOTH", "8 800"],
    ["SMOOTH 0", "1 0"],
    ["SMOOTH 35", "4 400"],
    ["SMOOTH 80", "9 914"],
    ["SMOOTH 100", "11 1000"],
  ]);
});

Deno.test("BRAKELIGHT changes one bit of the pedal flags only", () =>
  plays("3813.05 3813.06 2910.01", [
    ["BRAKELIGHT", "1024 1024 524"],
    ["BRAKELIGHT 50", "512 512 8716"],
    ["BRAKELIGHT 0", "64 64 8716"],
    ["BRAKELIGHT 100 50", "512 1024 8716"],
  ]));

Deno.test("RESET brings all macros to their defaults", async () => {
  using rig = await carOn();
  const delivered = rig.settings();
  const changes = [
    "SPEED 100 95",
    "TORQUE 90",
    "TSMAP DNB 90@30 80@45 70@60 60@75",
    "POWER 80",
    "RECUP 30 60",
    "RAMPS 10 30 30 50 60",
    "SMOOTH 50",
    "BRAKELIGHT 50",
  ];
  for (const command of changes) assert.match(await rig.cfg(command), /: OK/);
  assert.equal(
    await rig.cfg("RESET"),
    "CFG RESET: OK fwd=7250 pow=1000 ntr=182",
  );
  // As recorded, SPEED computes the end of the map before TORQUE sets its own
  assert.deepEqual(rig.settings(), delivered);
});

Deno.test("parameters that are wrong are told by number, and nothing is written", async () => {
  using rig = await carOn();
  const delivered = rig.settings();
  const wrong: Table = [
    ["SPEED 5", "ERROR 0031"],
    ["SPEED 112", "ERROR 0031"],
    ["SPEED abc", "ERROR 0031"],
    ["SPEED -5", "ERROR 0031"],
    ["SPEED 90.5", "ERROR 0031"],
    ["SPEED 99999999999999999999", "ERROR 0031"],
    ["SPEED  80", "ERROR 0031"],
    ["SPEED 80 5", "ERROR 0032"],
    ["TORQUE 9", "ERROR 0031"],
    ["TORQUE 101", "ERROR 0031"],
    ["POWER 9", "ERROR 0031"],
    ["POWER x", "ERROR 0031"],
    ["RECUP 101", "ERROR 0031"],
    ["RECUP abc", "ERROR 0031"],
    ["RECUP 1 101", "ERROR 0032"],
    ["RAMPS 0", "ERROR 0031"],
    ["RAMPS 4 25 20 40 101", "ERROR 0035"],
    ["SMOOTH 101", "ERROR 0031"],
    ["BRAKELIGHT 101", "ERROR 0031"],
    ["BRAKELIGHT 100 101", "ERROR 0032"],
    ["BRAKELIGHT 30 50", "ERROR 0033"],
    ["TSMAP X", "ERROR 0031 IN MAP X"],
    ["TSMAP DX 50", "ERROR 0031 IN MAP X"],
    ["TSMAP DNBD", "ERROR 0031 IN MAP D"],
    ["TSMAP D 0", "ERROR 0032 IN MAP D"],
    ["TSMAP nd 1 1 1 101", "ERROR 0035 IN MAP N"],
    ["TSMAP D 50@50 40@40", "ERROR 0033 IN MAP D"],
    ["TSMAP D 50@121", "ERROR 0032 IN MAP D"],
    ["TSMAP D 50@x", "ERROR 0032 IN MAP D"],
    ["TSMAP D 50@1@2", "ERROR 0032 IN MAP D"],
    ["TSMAP D 50@70", "ERROR 0033 IN MAP D"],
    ["WRITE 2920 1 65536", "ERROR 0033"],
    ["WRITE 2920 1 -1", "ERROR 0033"],
    ["WRITE 2920 1 x", "ERROR 0033"],
    ["WRITE zz 1 5", "ERROR 0031"],
    ["WRITE 2920 100 5", "ERROR 0032"],
    ["WRITE 2920 1", "ERROR: Too few args"],
    ["READ 2920", "ERROR: Too few args"],
    ["SAVE", "ERROR: Too few args"],
    ["SAVE a/b", "ERROR 0031"],
    ["LOAD nothing", "ERROR: No profile NOTHING"],
  ];
  for (const [command, expected] of wrong) {
    const [text = "", advice = ""] = (await rig.cfg(command)).split("\n");
    assert.equal(text, `CFG ${command.split(" ")[0]}: ${expected}`, command);
    if (advice) assert.match(advice, /^[A-Z](?!.*(0x|=|ERROR)).* /, command);
  }
  assert.deepEqual(rig.writes, []);
  assert.deepEqual(rig.settings(), delivered);
});

Deno.test("TSMAP with speeds moves the points, and without them leaves them", async () => {
  using rig = await carOn();
  await rig.cfg("TSMAP D 100@20 80@40 50@60 20@80");
  const speeds = () =>
    ["25", "27", "29", "2b"].map((sub) => rig.node.dump()[`3813.${sub}`]);
  assert.deepEqual(speeds(), [1812, 3625, 5437, 7250]);
  await rig.cfg("TSMAP D 50");
  assert.deepEqual(speeds(), [1812, 3625, 5437, 7250]);
  // Points without a speed go to the delivered ones
  await rig.cfg("TSMAP D 50@30");
  assert.deepEqual(speeds(), [2718, 3500, 4500, 6000]);
  await rig.cfg("TSMAP D");
  assert.deepEqual(speeds(), [3000, 3500, 4500, 6000]);
});
