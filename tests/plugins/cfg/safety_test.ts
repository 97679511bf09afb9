/** Nothing is written unless the car is known to be as it has to be, and what is cut ends safely. */
import assert from "node:assert/strict";
import { fromHex } from "../../../hal/can_frame.ts";
import {
  LIVE_OBJECTS,
  objectsOfCsv,
  SEVCON_OBJECTS,
} from "../../../plugins/twizy/sim/sevcon.ts";
import { carOn, type Rig } from "./rig.ts";

/** Frames of the car: what it says with a speed of 0, and what spoils it. */
const SPEED_UNKNOWN = "00000D80FF3CFFFF", IN_GO = "800C655E44720090";

/** Object writes on the bus so far; login and state count as well. */
const sent = (rig: Rig) => rig.hal.bus.counters.sent;

/** Runs `work` before the n-th write of a setting. */
function beforeWrite(rig: Rig, n: number, work: () => void): void {
  let writes = 0;
  rig.onRequest = (data) => {
    const isWrite = (data[0] ?? 0) >> 5 === 1;
    if (isWrite && data[2] !== 0x50 && data[2] !== 0x28 && ++writes === n) {
      work();
    }
    return true;
  };
}

Deno.test("what is unknown or stale is not standing: no frame is sent", async () => {
  const cases: readonly (readonly [
    what: string,
    reason: RegExp,
    spoil: (rig: Rig) => Promise<void> | void,
  ])[] = [
    [
      "not available",
      /Speed is not known/,
      (rig) => rig.hal.bus.inject(0x599, fromHex(SPEED_UNKNOWN)),
    ],
    [
      "in GO",
      /Car is in GO/,
      (rig) => rig.hal.bus.inject(0x59b, fromHex(IN_GO)),
    ],
    ["driving", /Car is moving/, (rig) => rig.seconds(1, true, 30)],
    [
      "charging",
      /Car is charging/,
      (rig) => rig.hal.bus.inject(0x597, fromHex("20B521412900013C")),
    ],
    ["restarted", /No news from the car|Car is off/, (rig) => rig.kill()],
    ["silent", /No news from the car/, async ({ hal: { clock } }) => {
      for (let i = 0; i < 3; i++) {
        clock.second();
        await clock.drain();
      }
    }],
    ["an old speed", /Speed is not known/, async ({ hal }) => {
      for (let i = 0; i < 150; i++) {
        hal.bus.inject(0x597, fromHex("009521412900013C"));
        hal.clock.second();
        await hal.clock.drain();
      }
    }],
  ];
  for (const [what, reason, spoil] of cases) {
    for (const command of ["PRE", "SPEED 90", "RESET", "WRITE 2920 5 8000"]) {
      using rig = await carOn();
      await spoil(rig);
      const before = sent(rig);
      const answer = await rig.cfg(command);
      assert.match(answer, /^CFG [A-Z]+: ERROR: /, `${what}, ${command}`);
      assert.match(answer, reason, `${what}, ${command}`);
      assert.equal(sent(rig), before, `${what}, ${command}`);
      assert.deepEqual(rig.writes, [], `${what}, ${command}`);
    }
  }
});

Deno.test("a car that sets off in the middle gets no further values, and the owner is told how far it came", async () => {
  using rig = await carOn();
  const before = rig.settings();
  beforeWrite(rig, 3, () => rig.frames(true, 30));
  const answer = await rig.cfg("TSMAP D 90 80 70 60");
  assert.equal(
    answer,
    "CFG TSMAP: ERROR: Car is moving\nWritten: 3813.24 3813.26 3813.28\nNot written: 3813.2a\nCFG UNDO takes it back",
  );
  assert.equal(rig.writes.length, 3);
  assert.equal(rig.node.state, 5);
  assert.match(await rig.cfg("UNDO"), /ERROR: Car is moving/);
  await rig.seconds(1);
  assert.match(await rig.cfg("UNDO"), /OK, took back TSMAP/);
  assert.deepEqual(rig.settings(), before);
});

Deno.test("while driving WRITE takes what limits neither speed, torque nor direction", async () => {
  using rig = await carOn();
  await rig.seconds(1, true, 30);
  assert.match(await rig.cfg("WRITE 290a 1 9"), /=> NEW: 9$/);
  for (const object of ["2920 5", "2920 1", "607e 0", "6076 0", "6040 0"]) {
    assert.match(await rig.cfg(`WRITE ${object} 1`), /ERROR: Car is moving/);
  }
});

Deno.test("the gate closed in the middle of a command: it ends safely, then nothing more is sent", async () => {
  using rig = await carOn();
  const before = rig.settings();
  beforeWrite(rig, 3, () => rig.runtime.features.set(15, "0", "test"));
  const answer = await rig.cfg("SPEED 100");
  assert.match(
    answer,
    /^CFG SPEED: ERROR: Writing to the car was switched off\nWritten: 2920\.05 3813\.33 3813\.35\n/,
  );
  assert.equal(rig.writes.length, 3);
  assert.equal(rig.node.state, 5);
  assert.equal(rig.hal.can.writable, false);
  const frames = sent(rig);
  assert.match(await rig.cfg("POWER 50"), /read only mode/);
  await rig.seconds(5);
  assert.equal(sent(rig), frames);
  rig.onRequest = undefined;
  rig.runtime.features.set(15, "1", "test");
  assert.match(await rig.cfg("UNDO"), /OK, took back SPEED 100/);
  assert.deepEqual(rig.settings(), before);
});

Deno.test("another vehicle type in the middle: it ends safely, can be undone there, and is offered when the type is back", async () => {
  using rig = await carOn();
  const before = rig.settings();
  const { params } = rig.runtime;
  beforeWrite(rig, 3, () => params.set(new Map([[14, ""]]), "test"));
  assert.match(
    await rig.cfg("TSMAP DNB 50"),
    /ERROR: The program starts again/,
  );
  assert.equal(rig.node.state, 5);
  assert.equal(rig.writes.length, 3);
  assert.equal(rig.runtime.vehicle, undefined);
  rig.onRequest = undefined;
  await rig.seconds(2);
  assert.match(await rig.cfg("SPEED 90"), /Not for this vehicle type/);
  params.set(new Map([[14, "RT"]]), "test");
  await rig.seconds(2);
  assert.match(rig.told, /CFG TSMAP DNB 50 was stopped\nWritten: /);
  params.set(new Map([[14, ""]]), "test");
  await rig.seconds(2);
  assert.match(await rig.cfg("UNDO"), /OK, took back TSMAP DNB 50/);
  assert.deepEqual(rig.settings(), before);
});

Deno.test("RESET, and the end of the program, in the middle: both end it safely first", async () => {
  for (const end of ["restart", "settle"] as const) {
    using rig = await carOn();
    let ended: Promise<void> | void = undefined;
    beforeWrite(rig, 3, () => ended = rig.runtime[end]());
    assert.match(
      await rig.cfg("TSMAP DNB 50"),
      /ERROR: The program (starts again|ends)\nWritten: /,
    );
    await ended;
    assert.equal(rig.node.state, 5);
    assert.equal(rig.writes.length, 3);
  }
});

Deno.test("bits of the gate that are only taken away are gone with a full disk as well", async () => {
  using rig = await carOn();
  const { runtime, store } = rig, { atomically } = store;
  runtime.features.set(15, "3", "test");
  store.atomically = () => {
    throw new Error("the disk is full");
  };
  assert.throws(
    () => runtime.features.set(15, "2", "test"),
    /restricted now, but that could not be stored/,
  );
  assert.equal(runtime.features.get(15), 2);
  assert.throws(
    () => runtime.features.set(15, "5", "test"),
    /Nothing was changed/,
  );
  assert.equal(runtime.features.get(15), 2);
  store.atomically = atomically;
});

Deno.test("closing the gate works with a full disk, and says that a restart would open it", async () => {
  using rig = await carOn();
  const { atomically } = rig.store;
  rig.store.atomically = () => {
    throw new Error("the disk is full");
  };
  assert.throws(
    () => rig.runtime.features.set(15, "0", "test"),
    /off now, but that could not be stored: the disk is full\. A restart would allow it again/,
  );
  assert.equal(rig.hal.can.writable, false);
  assert.equal(rig.runtime.features.get(15), 0);
  for (const more of ["1", "2"]) {
    assert.throws(
      () => rig.runtime.features.set(15, more, "test"),
      /Nothing was changed/,
    );
  }
  assert.equal(rig.hal.can.writable, false);
  rig.store.atomically = atomically;
});

Deno.test("INFO tells what WRITE changed", async () => {
  using rig = await carOn();
  await rig.cfg("WRITE 2920 1 500");
  assert.equal(
    await rig.cfg("INFO"),
    "CFG INFO: macros at defaults, WRITE 2920.01 500",
  );
  await rig.cfg("WRITE 2920 1 1000");
  assert.equal(await rig.cfg("INFO"), "CFG INFO: all defaults");
});

Deno.test("a locked controller and the one of a 45 km/h Twizy are told in plain words", async () => {
  const header = "Index,Subindex,DataType,Access,ValueHex,ValueDec,ValueStr\n";
  const lockedOne = objectsOfCsv(
    `${header}0x100a,0x00,VisibleString,CONST,,,0712.0003\n0x2920,0x01,Integer16,RO,0x03e8,1000,\n`,
  );
  using locked = await carOn({ objects: lockedOne });
  const why =
    /\nThis controller is locked: its software 0712\.0003 takes no changes$/;
  assert.match(await locked.cfg("POWER 50"), why);
  assert.match(await locked.cfg("WRITE 2920 1 500"), why);
  const other = objectsOfCsv(
    `${header}0x1018,0x02,Unsigned32,RO,0x0712301b,118632475,\n`,
  );
  using slow = await carOn({ objects: other });
  assert.equal(
    await slow.cfg("POWER 50"),
    "CFG POWER: ERROR: Not an 80 km/h Twizy\nIt is the controller of a 45 km/h Twizy, which macros would break for good",
  );
  assert.deepEqual(slow.writes, []);
});

Deno.test("a controller that PRE left pre-operational is operational before nobody may speak to it any more", async () => {
  const ends: Readonly<Record<string, (rig: Rig) => Promise<void> | void>> = {
    "gate": ({ runtime }) => runtime.features.set(15, "0", "test"),
    "RESET": ({ runtime }) => runtime.restart(),
    "MODULE": ({ runtime }) => runtime.params.set(new Map([[14, ""]]), "test"),
    "end of the program": ({ runtime }) => runtime.settle(),
  };
  for (const command of ["PRE", "WRITE 2800 0 1"]) {
    for (const [what, end] of Object.entries(ends)) {
      using rig = await carOn();
      await rig.cfg(command);
      assert.equal(rig.node.state, 127, command);
      const ended = end(rig);
      await rig.hal.clock.drain(1_000_000);
      await ended;
      assert.equal(rig.node.state, 5, `${command}, ${what}`);
      assert.equal(rig.hal.can.writable, what !== "gate", what);
      assert.doesNotMatch(rig.told, /pre-operational/, what);
    }
  }
});

Deno.test("a car that sets off while PRE is carried out does not stay pre-operational", async () => {
  for (const command of ["PRE", "WRITE 2800 0 1"]) {
    using rig = await carOn();
    rig.onRequest = (data) => {
      const asks = data[1] === 0x00 && data[2] === 0x28;
      if (asks && data[4] === 1) rig.frames(true, 30);
      return true;
    };
    assert.match(await rig.cfg(command), /ERROR: Car is moving/);
    assert.equal(rig.node.state, 5, command);
  }
});

Deno.test("also one that a program before this one left there", async () => {
  using rig = await carOn();
  await rig.cfg("PRE");
  rig.kill();
  await rig.seconds(3);
  assert.equal(rig.node.state, 127, "its owner wants it there");
  rig.runtime.features.set(15, "0", "test");
  await rig.hal.clock.drain(1_000_000);
  assert.equal(rig.node.state, 5);
  assert.equal(rig.hal.can.writable, false);
});

Deno.test("a controller that does not come back while the gate closes: it closes, and the owner is told", async () => {
  using rig = await carOn();
  await rig.cfg("PRE");
  rig.onRequest = (data) => (data[0] ?? 0) >> 5 !== 1;
  rig.runtime.features.set(15, "0", "test");
  await rig.hal.clock.drain(1_000_000);
  await rig.seconds(11);
  assert.equal(rig.hal.can.writable, false);
  const frames = sent(rig);
  await rig.seconds(5);
  assert.equal(sent(rig), frames);
  assert.match(rig.told, /still pre-operational/);
});

Deno.test("killed while the gate closes: the next program cannot speak, and tells how to go on", async () => {
  using rig = await carOn();
  await rig.cfg("PRE");
  rig.onRequest = () => {
    queueMicrotask(() => rig.kill());
    return false;
  };
  rig.runtime.features.set(15, "0", "test");
  await rig.hal.clock.drain();
  rig.onRequest = undefined;
  assert.equal(rig.hal.can.writable, false);
  await rig.seconds(4);
  assert.equal(rig.node.state, 127);
  assert.match(
    rig.told,
    /may still be pre-operational .*Send FEATURE 15 1, then CFG OP/,
  );
  assert.equal(rig.told.split("may still be").length, 2, "once");
});

Deno.test("nobody speaks to a car that is off to bring its controller back", async () => {
  using rig = await carOn();
  await rig.cfg("PRE");
  await rig.seconds(2, false);
  const frames = sent(rig);
  rig.runtime.features.set(15, "0", "test");
  await rig.hal.clock.drain(1_000_000);
  assert.equal(sent(rig), frames);
  assert.equal(rig.hal.can.writable, false);
});

Deno.test("another controller in the middle of a command gets no value that was meant for the first", async () => {
  for (const command of ["TSMAP D 90 80 70 60", "UNDO", "WRITE 2920 7 999"]) {
    using rig = await carOn();
    if (command === "UNDO") await rig.cfg("TSMAP D 90 80 70 60");
    rig.writes.length = 0;
    let types = 0;
    const before = command.startsWith("WRITE") ? 1 : 2;
    rig.onRequest = (data) => {
      const asksType = data[1] === 0x18 && data[2] === 0x10;
      if (asksType && ++types > before) {
        rig.node.objects.set(0x1018, 2, 0x0712301b);
      }
      return true;
    };
    assert.match(
      await rig.cfg(command),
      /ERROR: This is another controller/,
      command,
    );
    assert.ok(rig.writes.length <= 1, `${command}: ${rig.writes.join(" ")}`);
    assert.equal(rig.node.state, 5);
  }
});

Deno.test("a word of the car counts for a second, for two where all of it paused", async () => {
  const KEY = "009521412900013C", STANDS = "00000D80FF3C0000";
  const cases: readonly (readonly [
    ms: number,
    reason: RegExp | undefined,
    goesOn?: readonly [id: number, hex: string],
  ])[] = [
    [1000, undefined, [0x597, KEY]],
    [1100, /Speed is not known/, [0x597, KEY]],
    [2100, /No news from the car/, [0x599, STANDS]],
    [2000, undefined],
    [2100, /No news from the car/],
    [3000, /No news from the car/],
  ];
  for (const [ms, reason, goesOn] of cases) {
    using rig = await carOn();
    rig.frames();
    for (let t = 0; t < ms; t += 100) {
      rig.hal.clock.advance(100);
      if (goesOn) rig.hal.bus.inject(goesOn[0], fromHex(goesOn[1]));
    }
    const answer = await rig.cfg("SPEED 90");
    if (reason) assert.match(answer, reason, `${ms}`);
    else assert.match(answer, /: OK/, `${ms}`);
    assert.equal(rig.writes.length > 0, reason === undefined);
  }
});

Deno.test("presses of the driver count on what a silent car said last, and never on half of it", async () => {
  const pressed = async (rig: Rig, later: () => void): Promise<string> => {
    for (let i = 0; i < 5; i++) {
      later();
      rig.hal.clock.second();
      await rig.hal.clock.drain(1_000_000);
    }
    rig.press(3);
    rig.hal.clock.second();
    await rig.hal.clock.drain(1_000_000);
    await rig.seconds(2);
    return rig.told;
  };
  const frame = (rig: Rig, id: number, hex: string) => () =>
    rig.hal.bus.inject(id, fromHex(hex));
  using silent = await carOn();
  assert.match(await pressed(silent, () => {}), /CFG RESET: OK/);
  using half = await carOn();
  const key = frame(half, 0x597, "009521412900013C");
  assert.match(await pressed(half, key), /RESET: ERROR: Speed is not known/);
  assert.deepEqual(half.writes, []);
  using gear = await carOn();
  const neutral = frame(gear, 0x59b, "2000640040380090");
  assert.match(await pressed(gear, neutral), /RESET: ERROR: /);
  assert.deepEqual(gear.writes, []);
});

Deno.test("presses count while the car tells N and its key but no speed, where its motor stands", async () => {
  const speechless = async (rig: Rig, drive: string) => {
    for (let n = 0; n < 4; n++) {
      rig.hal.bus.inject(0x597, fromHex("009521412900013C"));
      rig.hal.bus.inject(0x59b, fromHex(drive));
      rig.hal.clock.second();
      await rig.hal.clock.drain(1_000_000);
      if (n === 2) rig.press(3);
    }
    await rig.seconds(2);
    return rig.told;
  };
  const NEUTRAL = "2000640040380090", IN_GEAR = "8000640040380090";
  const objects = [...SEVCON_OBJECTS, ...LIVE_OBJECTS];
  using stands = await carOn({ objects });
  assert.match(await speechless(stands, NEUTRAL), /CFG RESET: OK/);
  using rolls = await carOn({ objects });
  rolls.node.objects.set(0x606c, 0, 300);
  assert.match(await speechless(rolls, NEUTRAL), /Car is moving/);
  using driven = await carOn({ objects });
  assert.match(await speechless(driven, IN_GEAR), /Speed is not known/);
  using asked = await carOn({ objects });
  await speechless(asked, NEUTRAL);
  asked.hal.bus.inject(0x597, fromHex("009521412900013C"));
  asked.hal.clock.advance(2500);
  asked.hal.bus.inject(0x597, fromHex("009521412900013C"));
  asked.hal.bus.inject(0x59b, fromHex(NEUTRAL));
  assert.match(await asked.cfg("RESET"), /Speed is not known/);
  for (const { writes } of [rolls, driven]) assert.deepEqual(writes, []);
});

Deno.test("a gate that closes, and a key that is turned, end the reading of old values as well", async () => {
  const shut = ({ runtime }: Rig) => runtime.features.set(15, "0", "test");
  const turn = ({ hal }: Rig) =>
    hal.bus.inject(0x597, fromHex("008521412900013C"));
  for (const firmware of ["3.0", "3.9"] as const) {
    for (const command of ["BACKUP", "DIFF", "RESTORE", "RESET", "SPEED 90"]) {
      for (const end of [shut, turn]) {
        using rig = await carOn({ firmware });
        await rig.cfg("BACKUP");
        let reads = 0;
        rig.onRequest = ([kind = 0, low = 0, high = 0]) => {
          const index = low | high << 8;
          // The way back to operational state is no reading of old values
          if (kind !== 0x40 || [0x5000, 0x5110].includes(index)) return true;
          if (++reads === 4) end(rig);
          return true;
        };
        const answer = await rig.cfg(command);
        const what = `${firmware} ${command} ${end.name}: ${answer}`;
        assert.match(answer, /switched off|Car is off|OFFLINE/, what);
        assert.equal(reads, 4, what);
        assert.deepEqual(rig.writes, [], what);
      }
    }
  }
});

Deno.test("where the car is silent as a whole its controller is asked whether the motor turns, before each write", async () => {
  const objects = [...SEVCON_OBJECTS, ...LIVE_OBJECTS];
  const silence = async (rig: Rig, ms: number) => {
    for (let i = 0; i < ms; i += 500) {
      rig.hal.clock.advance(500);
      await rig.hal.clock.drain(1_000_000);
    }
  };
  const turn = (rig: Rig, rpm: number) => rig.node.objects.set(0x606c, 0, rpm);
  const resetByKeys = async (rig: Rig) => {
    await silence(rig, 5000);
    rig.press(3);
    rig.hal.clock.second();
    await rig.hal.clock.drain(1_000_000);
    await rig.seconds(2);
    return rig.told;
  };
  const resetBySms = async (rig: Rig) => {
    await silence(rig, 500);
    return await rig.cfg("RESET");
  };
  for (const reset of [resetByKeys, resetBySms]) {
    using stands = await carOn({ objects });
    assert.match(await reset(stands), /CFG RESET: OK/);
    for (const rpm of [400, -1]) {
      using rolls = await carOn({ objects });
      turn(rolls, rpm);
      assert.match(await reset(rolls), /RESET: ERROR: Car is moving/);
      assert.deepEqual(rolls.writes, []);
    }
    using mute = await carOn({ objects });
    mute.onRequest = (data) => data[1] !== 0x6c || data[2] !== 0x60;
    assert.match(await reset(mute), /RESET: ERROR: Speed is not known/);
    assert.deepEqual(mute.writes, []);
    // It sets off in the middle, and only the motor tells: what was asked counts for a second
    using later = await carOn({ objects });
    beforeWrite(later, 3, () => {
      turn(later, 400);
      later.hal.clock.advance(1001);
    });
    assert.match(await reset(later), /RESET: .*(Car is moving|No news)/);
    assert.equal(later.writes.length, 3);
  }
  // A car that tells its speed is not asked for it
  using talks = await carOn({ objects });
  talks.onRequest = (data) => data[1] !== 0x6c || data[2] !== 0x60;
  assert.match(await talks.cfg("RESET"), /CFG RESET: OK/);
});

Deno.test("somebody else closes the gate with a full disk: the owner is told, and it is stored as soon as it can be", async () => {
  using rig = await carOn();
  const { atomically } = rig.store;
  rig.store.atomically = () => {
    throw new Error("the disk is full");
  };
  assert.throws(() => rig.runtime.features.set(15, "0", "msg app"));
  await rig.seconds(3, false);
  assert.match(rig.told, /a restart would allow it again\. It is tried again/);
  assert.match(
    rig.runtime.health.problems().join("\n"),
    /Writing to the car is off, but that could not be stored/,
  );
  await rig.seconds(40, false);
  assert.equal(rig.told.split("a restart").length, 2, "once");
  assert.equal(rig.store.get("params", "31"), "1");
  rig.store.atomically = atomically;
  await rig.seconds(12, false);
  assert.equal(rig.store.get("params", "31"), "0");
  assert.match(rig.told, /Writing to the car is off, and that is stored now/);
  assert.deepEqual(rig.runtime.health.problems(), []);
});
