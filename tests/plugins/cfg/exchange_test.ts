import assert from "node:assert/strict";
import {
  profileOfSettings,
  settingsOfProfile,
} from "../../../plugins/cfg/exchange.ts";
import {
  BLANK,
  EMPTY,
  profileOf,
  profileText,
} from "../../../plugins/cfg/profile.ts";
import { carOn } from "./rig.ts";

/** The given examples: the guide's, and those of today's modules. */
const EXAMPLES: readonly (readonly [text: string, some: object])[] = [
  ["AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", {}],
  ["6ltgb3l0UR8pAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAsuAAAA", {
    speedMax: 90,
    speedWarn: 95,
    torque: 110,
    powerLow: 120,
    powerHigh: 115,
    drive: 80,
    recupNeutral: 30,
    recupBrake: 40,
    recupRef: 45,
    recupMin: 10,
  }],
  ["JD1CAAAAPTM9AAAAAGVbUUcVJC49ZUcpCwAAAAAAAAAAMxUQHyRRAAAaFQAAAAAA", {
    speedMax: 60,
    speedWarn: 65,
    drive: 60,
    recupNeutral: 50,
    recupBrake: 60,
    rampStart: 50,
    rampAccel: 20,
    rampDecel: 15,
    rampNeutral: 30,
    rampBrake: 35,
    smooth: 80,
    "D1%": 100,
    "D2%": 90,
    "D3%": 80,
    "D4%": 70,
    "N1%": 100,
    "N2%": 70,
    "N3%": 40,
    "N4%": 10,
    "N1@": 20,
    "N2@": 35,
    "N3@": 45,
    "N4@": 60,
    rampLimitAccel: 25,
    rampLimitDecel: 20,
  }],
  ["RgAAl5eNZQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAFZd5", {
    torque: 150,
    powerLow: 150,
    powerHigh: 140,
    current: 120,
    drive: 100,
    driveRef: 150,
    driveMin: 20,
  }],
  // The guide's; its checksum is all that is told of it
  [
    "3m9wg295ABozAAAAAAAAAAAuOkVbZVNFNRUrRVtlNSMbJGUAAAABAABlZQAAAAAA",
    profileOf(
      "3m9wg295ABozAAAAAAAAAAAuOkVbZVNFNRUrRVtlNSMbJGUAAAABAABlZQAAAAAA",
    ) ?? { "no profile": true },
  ],
];

Deno.test("the given profile texts are read, and written as they were", () => {
  for (const [text, fields] of EXAMPLES) {
    const profile = profileOf(text);
    assert.deepEqual(profile, fields, text);
    assert.equal(profileText(profile ?? {}), text);
  }
});

Deno.test("a text with any other character is refused, one of an older module is not", () => {
  const [text = ""] = EXAMPLES[1] ?? [];
  for (let at = 0; at < text.length; at++) {
    const other = text[at] === "z" ? "y" : "z";
    const broken = text.slice(0, at) + other + text.slice(at + 1);
    assert.equal(profileOf(broken), undefined, broken);
  }
  assert.equal(profileOf(BLANK), undefined);
  assert.equal(profileOf(""), undefined);
  assert.equal(profileOf("no profile at all!"), undefined);
  assert.equal(profileOf(text + "AAAA"), undefined);
  // Zero bytes at the end may be missing
  assert.deepEqual(
    profileOf(text.replace(/A+$/, "").padEnd(60, "A")),
    profileOf(text),
  );
});

Deno.test("what does not fit into a byte is refused", () => {
  assert.equal(profileOf(profileText({ speedMax: 254 }))?.speedMax, 254);
  assert.throws(() => profileText({ speedMax: 255 }), /at most 254/);
  assert.throws(() => profileText({ speedMax: -2 }), RangeError);
  assert.throws(() => profileText({ smooth: 1.5 }), RangeError);
  assert.equal(profileText(EMPTY).length, 64);
});

Deno.test("settings of 3.0 become a profile and come back", () => {
  const settings = {
    SPEED: "90 95",
    TORQUE: "90",
    POWER: "80",
    RECUP: "30 40",
    RAMPS: "5 30 25 50 60",
    SMOOTH: "60",
    BRAKELIGHT: "60 40",
    "TSMAP D": "80@40 70 -1 -1@70",
  };
  const { made, lost } = profileOfSettings(settings);
  assert.deepEqual(lost, []);
  assert.equal(made.rampStart, 50);
  assert.equal(made.torque, 115);
  const text = profileText(made);
  assert.deepEqual(settingsOfProfile(profileOf(text) ?? {}), {
    made: settings,
    lost: [],
  });
});

Deno.test("what one release cannot say is named", () => {
  assert.deepEqual(profileOfSettings({ RAMPS: "40" }).lost, [
    "RAMPS start 40",
  ]);
  const [, , , [text = ""] = []] = EXAMPLES;
  assert.deepEqual(settingsOfProfile(profileOf(text) ?? {}), {
    made: { POWER: "100" },
    lost: [
      "POWER 150 150 140",
      "POWER current 120",
      "DRIVE ref 150",
      "DRIVE min 20",
    ],
  });
});

Deno.test("CFG SET and GET exchange texts in 3.0: a text comes back as it was given", async () => {
  using rig = await carOn();
  const [, , , [text = ""] = []] = EXAMPLES;
  assert.equal(
    await rig.cfg(`SET fast ${text}`),
    "CFG SET: OK FAST, POWER 100\nOnly with rt.firmware 3.9: POWER 150 150 140, POWER current 120, DRIVE ref 150, DRIVE min 20",
  );
  assert.equal(await rig.cfg("GET fast"), `CFG GET: FAST= ${text}`);
  assert.match(await rig.cfg(`SET fast ${text.slice(1)}`), /wrong checksum/);
  assert.match(await rig.cfg("GET slow"), /No profile SLOW/);
  await rig.cfg("SPEED 60 65");
  assert.equal(
    await rig.cfg("GET"),
    `CFG GET: WS= ${profileText({ speedMax: 60, speedWarn: 65 })}`,
  );
  // Another SAVE under the name has nothing of the text
  await rig.cfg("SAVE fast");
  assert.equal(
    await rig.cfg("GET fast"),
    `CFG GET: FAST= ${profileText({ speedMax: 60, speedWarn: 65 })}`,
  );
});

Deno.test("what a text has beyond the ranges of 3.0 is named when it is taken, and the rest can be loaded", async () => {
  using rig = await carOn();
  for (
    const [profile, taken] of [
      [
        { speedMax: 120, speedWarn: 85, drive: 60 },
        "SPEED -1 85, POWER 60\nNot with rt.firmware 3.0: SPEED max 120",
      ],
      [
        { torque: 130, powerLow: 130, powerHigh: 130, smooth: 60 },
        "SMOOTH 60\nOnly with rt.firmware 3.9: POWER 130 130 130",
      ],
      [
        { brakeLightOn: 80, brakeLightOff: 90, "D2%": 0, "D3%": 50 },
        "TSMAP D -1 -1 50\nNot with rt.firmware 3.0: BRAKELIGHT 80 90, TSMAP D 0",
      ],
      [
        { "N1@": 60, "N2@": 30 },
        "all defaults\nNot with rt.firmware 3.0: TSMAP N -1@30, TSMAP N -1@60 -1",
      ],
    ] as const
  ) {
    const text = profileText(profile);
    assert.equal(await rig.cfg(`SET a ${text}`), `CFG SET: OK A, ${taken}`);
    assert.equal(await rig.cfg("GET a"), `CFG GET: A= ${text}`);
    assert.match(await rig.cfg("LOAD a"), /^CFG LOAD: OK/);
  }
});
