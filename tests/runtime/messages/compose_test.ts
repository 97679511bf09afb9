import type { MessageOverrides } from "../../../runtime/contract/messages.ts";
import assert from "node:assert/strict";
import {
  capabilitiesMessage,
  environmentMessage,
  firmwareMessage,
  groupMessage,
  locationMessage,
  stateMessage,
  tyreMessage,
  tyresMessage,
  type View,
} from "../../../runtime/messages/compose.ts";
import type { Value } from "../../../runtime/metrics/metrics.ts";

type Values = Readonly<Record<string, Value>>;

/** A view of these values, all received a second ago. */
function view(values: Values, others: Partial<View> = {}): View {
  return {
    get: (name) => {
      const value = values[name];
      return {
        value,
        freshness: value === undefined ? "unknown" : "fresh",
        age: value === undefined ? undefined : 1,
      };
    },
    units: "K",
    version: "1.2.3/XX/V4",
    vehicleType: "XX",
    hardware: "OVMS Edge",
    signal: 20,
    operator: "Vodafone.de",
    canWrite: 0,
    overrides: {},
    ...others,
  };
}

/** Fields of a message, counted from 0 behind its letter. */
function fields(message: string | undefined): readonly string[] {
  return message?.slice(1).split(",") ?? [];
}

Deno.test("nothing is said of the charge before a first SOC", () => {
  assert.equal(stateMessage(view({ "v.c.voltage": 230 })), undefined);
});

Deno.test("the state message has the protocol's fields in their order", () => {
  const values: Values = {
    "v.b.soc": 79.5,
    "v.c.voltage": 229.6,
    "v.c.current": 9.4,
    "v.c.state": "charging",
    "v.c.mode": "range",
    "v.b.range.ideal": 80.4,
    "v.b.range.est": 61.5,
    "v.c.climit": 10,
    "v.c.time": 3_600,
    "v.c.kwh": 4.4,
    "v.c.timermode": true,
    "v.c.timerstart": 7_200,
    "v.b.cac": 108.456,
    "v.c.duration.full": 75,
    "v.c.duration.soc": 30,
    "v.c.limit.range": 60,
    "v.c.limit.soc": 90,
  };
  assert.equal(
    stateMessage(view(values)),
    "S80,K,230,9,charging,range,80,62,10,60,0,4,0,1,3,1,120,-1,108.46,75,30,60,90,-1,0,0,0,-1,30,0,0,0,0,0,0,0,0,0.0,0.0,0.0,0.0,-1",
  );
});

Deno.test("a car that tells its SOC alone is done in standard mode, with nothing running", () => {
  assert.equal(
    stateMessage(view({ "v.b.soc": 50 })),
    "S50,K,0,0,done,standard,0,0,0,0,0,0,0,4,0,0,0,-1,0.00,-1,-1,0,0,-1,0,0,0,-1,-1,0,0,0,0,0,0,0,0,0.0,0.0,0.0,0.0,-1",
  );
});

Deno.test("charge states have the protocol's words and numbers", () => {
  const shown = (state: string) => {
    const all = fields(
      stateMessage(view({ "v.b.soc": 5, "v.c.state": state })),
    );
    return [all[4], all[13]];
  };
  assert.deepEqual(
    ["charging", "topoff", "done", "prepare", "heating", "stopped", "odd", ""]
      .map(shown),
    [
      ["charging", "1"],
      ["topoff", "2"],
      ["done", "4"],
      ["prepare", "13"],
      ["heating", "15"],
      ["stopped", "21"],
      ["stopped", "21"],
      ["done", "4"],
    ],
  );
});

Deno.test("ranges, speed and limits are in the owner's unit", () => {
  const values = {
    "v.b.soc": 50,
    "v.b.range.ideal": 160.9344,
    "v.b.range.est": 80.4672,
    "v.c.limit.range": 16.09344,
    "v.p.speed": 80.4672,
  };
  const state = fields(stateMessage(view(values, { units: "M" })));
  assert.deepEqual([state[1], state[6], state[7], state[21]], [
    "M",
    "100",
    "50",
    "10",
  ]);
  const environment = environmentMessage(view(values, { units: "M" }));
  assert.equal(fields(environment)[8], "50");
});

Deno.test("a speed that nobody tells any more is none", () => {
  const values: Values = { "v.p.speed": 51.5, "x.speed": 51 };
  const { get } = view(values);
  const stale = (overrides: MessageOverrides) =>
    view(values, {
      overrides,
      get: (name) => ({ ...get(name), freshness: "stale" }),
    });
  assert.equal(fields(locationMessage(stale({})))[6], "0.0");
  assert.equal(fields(groupMessage(stale({}), "TEAM"))[2], "0");
  for (const overrides of [{}, { speed: "x.speed" }]) {
    assert.equal(fields(environmentMessage(stale(overrides)))[8], "0");
  }
});

Deno.test("a vehicle fills fields in its own way, by a metric or a constant", () => {
  const overrides: MessageOverrides = {
    soc: "x.soc",
    chargeLimit: 0,
    chargeMinutes: 0,
    minutesToFull: "x.full",
    speed: "x.speed",
    odometer: "x.odometer",
    trip: 0,
  };
  const own = view({
    "v.b.soc": 10,
    "x.soc": 20,
    "v.c.climit": 16,
    "v.c.time": 600,
    "x.full": 7,
    "x.speed": 33,
    "v.p.speed": 44,
    "x.odometer": 160.9344,
    "v.p.trip": 10,
  }, { overrides });
  const state = fields(stateMessage(own));
  assert.deepEqual([state[0], state[8], state[9], state[19]], [
    "20",
    "0",
    "0",
    "7",
  ]);
  const environment = fields(environmentMessage(own));
  assert.deepEqual([environment[6], environment[7], environment[8]], [
    "0",
    "1609",
    "33",
  ]);
});

Deno.test("a position is told with its staleness, in six decimals", () => {
  assert.equal(
    locationMessage(view({
      "v.p.latitude": 51.2577041,
      "v.p.longitude": -7.1609,
      "v.p.direction": 359.9,
      "v.p.altitude": 139.7,
      "v.p.gpslock": true,
    })),
    "L51.257704,-7.160900,359,139,1,118,0.0,0,0,0.000,0.000,0.000,0.000,0,,0,0.0,0.0,0",
  );
  assert.equal(
    locationMessage(view({})).slice(0, 28),
    "L0.000000,0.000000,0,0,0,-1,",
  );
  assert.equal(
    fields(locationMessage(view({ "v.p.gpslock": false })))[5],
    "0",
  );
});

Deno.test("what today's servers read beyond the first firmware", () => {
  const driven = view({
    "v.b.soc": 80,
    "v.c.charging": true,
    "v.b.power": -2.05,
    "v.c.duration.range": 70,
    "v.c.duration.soc": 50,
    "v.b.range.full": 80.4,
    "v.b.voltage": 57.456,
    "v.b.soh": 98.5,
    "v.b.current": -36,
    "v.b.range.speed": 20.44,
    "v.c.kwh.grid": 1.26,
    "v.b.capacity": 6.25,
    "v.c.timestamp": 1_700_000_000,
    "v.e.drivemode": 26,
    "v.p.speed": 33.33,
    "v.p.trip": 12.34,
    "v.p.gpsmode": "AA",
    "v.p.satcount": 9,
    "v.p.gpshdop": 1.25,
    "v.p.gpsspeed": 32,
    "v.p.gpssq": 88,
    "v.e.serv.range": 5000,
    "m.net.mdm.mode": "LTE,Online",
  });
  const state = fields(stateMessage(driven));
  assert.equal(state.length, 42);
  assert.equal(
    state.slice(23).join(),
    "-1,0,0,0,70,50,80,0,2.05,57.46,98.50,0,0,-36.0,20.4,1.3,0.0,6.3,1700000000",
  );
  const place = fields(locationMessage(driven));
  assert.equal(place.length, 19);
  assert.equal(
    place.slice(6).join(),
    "33.3,123,1a,-2.050,0.000,0.000,0.000,0,AA,9,1.3,32.0,88",
  );
  assert.equal(fields(environmentMessage(driven)).length, 21);
  const firmware = fields(firmwareMessage(driven));
  assert.equal(
    firmware.slice(6).join(),
    "5000,-1,OVMS Edge,LTE,Online",
    "a comma of the network's state is its own",
  );
});

Deno.test("doors and switches are bits of three bytes", () => {
  const bits = (name: string) => {
    const all = fields(environmentMessage(view({ [name]: true })));
    return [all[0], all[1], all[11], all[15], all[17]].map(Number);
  };
  const expected: Readonly<Record<string, readonly number[]>> = {
    "v.d.fl": [0x01, 0, 0, 0, 0],
    "v.d.fr": [0x02, 0, 0, 0, 0],
    "v.d.cp": [0x04, 0, 0, 0, 0],
    "v.c.pilot": [0x08, 0, 0, 0, 0],
    "v.c.charging": [0x10, 0, 0, 0, 0],
    "v.e.handbrake": [0x40, 0, 0, 0, 0],
    "v.e.on": [0x80, 0, 0, 0, 0],
    "v.e.locked": [0, 0x08, 0, 0, 0],
    "v.e.valet": [0, 0x10, 0, 0, 0],
    "v.e.headlights": [0, 0x20, 0, 0, 0],
    "v.d.hood": [0, 0x40, 0, 0, 0x04],
    "v.d.trunk": [0, 0x80, 0, 0, 0],
    "v.e.awake": [0, 0, 0x01, 0, 0],
    "v.e.cooling": [0, 0, 0x02, 0, 0],
    "v.e.c.login": [0, 0, 0x40, 0, 0],
    "v.e.c.config": [0, 0, 0x80, 0, 0],
    "v.e.alarm": [0, 0, 0, 0x04, 0],
    "v.d.rl": [0, 0, 0, 0, 0x01],
    "v.d.rr": [0, 0, 0, 0, 0x02],
    "v.e.charging12v": [0, 0, 0, 0, 0x10],
    "v.e.aux12v": [0, 0, 0, 0, 0x20],
    "v.e.hvac": [0, 0, 0, 0, 0x80],
  };
  for (const [name, values] of Object.entries(expected)) {
    assert.deepEqual(bits(name), values, name);
  }
});

Deno.test("the lock is unknown, open or closed", () => {
  const lock = (values: Values) => fields(environmentMessage(view(values)))[2];
  assert.deepEqual(
    [lock({}), lock({ "v.e.locked": true }), lock({ "v.e.locked": false })],
    ["0", "4", "5"],
  );
  const assumed = view({}, {
    get: () => ({ value: false, freshness: "unknown", age: undefined }),
  });
  assert.equal(fields(environmentMessage(assumed))[2], "0");
});

Deno.test("what rounds to nothing has no sign in any message", () => {
  const known = view({ "v.c.charging": true, "v.b.soc": 50 });
  for (const tiny of [-1e-9, 1e-9]) {
    const values: View = {
      ...known,
      get: (name) =>
        known.get(name).value === undefined
          ? { value: tiny, freshness: "fresh", age: 1 }
          : known.get(name),
    };
    const messages = [
      stateMessage(values),
      locationMessage(values),
      environmentMessage(values),
      firmwareMessage(values),
      groupMessage(values, "G"),
    ].join(",");
    assert.deepEqual(
      messages.split(",").filter((field) => /^-0(\.0*)?$/.test(field)),
      [],
    );
  }
});

Deno.test("temperatures, distances, 12 V and stale counters stand in their places", () => {
  const values = {
    "v.i.temp": 31.9,
    "v.m.temp": -3.9,
    "v.b.temp": 15,
    "v.p.trip": 16.09344,
    "v.p.odometer": 4419.4,
    "v.p.speed": 49.5,
    "v.e.parktime": 61.9,
    "v.b.12v.voltage": 12.66,
    "v.b.12v.voltage.ref": 12.5,
    "v.c.temp": 40.9,
    "v.b.12v.current": -1.5,
    "v.e.cabintemp": 21,
  };
  assert.equal(
    environmentMessage(view(values)),
    "D0,0,0,31,-3,15,161,44194,50,61,-127,0,118,-1,12.7,0,12.5,0,40,-1.5,21",
  );
});

Deno.test("a car that tells no temperature of a battery tells the others as what they are", () => {
  const stale = (values: Values) =>
    fields(environmentMessage(view(values)))[12];
  assert.deepEqual(
    [stale({}), stale({ "v.m.temp": 90 }), stale({ "v.c.temp": 0 })],
    ["-1", "118", "118"],
  );
});

Deno.test("before the 12 V reference the minutes of calm-down stand in its place", () => {
  const values = { "v.b.12v.voltage.ref": 12.5, "x.12v.settling": 15 };
  assert.equal(fields(environmentMessage(view(values)))[16], "1.5");
});

Deno.test("the firmware message has a place for a VIN that is not known, and eight letters of the operator", () => {
  assert.equal(
    firmwareMessage(view({})),
    "F1.2.3/XX/V4,-----------------,20,0,XX,Vodafone,-1,-1,OVMS Edge,",
  );
  assert.equal(
    firmwareMessage(view({ "v.vin": "VF1ACVYB012345678" }, { canWrite: 1 })),
    "F1.2.3/XX/V4,VF1ACVYB012345678,20,1,XX,Vodafone,-1,-1,OVMS Edge,",
  );
});

Deno.test("no text ends its field or the message, and none is cut within a character", () => {
  const texts = view(
    { "v.vin": "A,B\r\nC", "m.net.mdm.mode": "LTE,Online\nMP-0 Z" },
    { operator: "Free, \u{1f697}\u{1f697}\u{1f697}" },
  );
  assert.equal(
    firmwareMessage(texts),
    "F1.2.3/XX/V4,A B C,20,0,XX,Free  \u{1f697}\u{1f697},-1,-1,OVMS Edge,LTE,Online MP-0 Z",
  );
  assert.equal(
    fields(locationMessage(view({ "v.p.gpsmode": "A,\nB" })))[14],
    "A B",
  );
});

Deno.test("tyres are in psi, front right, rear right, front left, rear left", () => {
  assert.equal(
    tyreMessage(view({
      "v.t.pressure": [200, 210, 0, 230],
      "v.t.temp": [21, 22, 23, 24],
    })),
    "W30.5,22,33.4,24,29.0,21,0,0,118",
  );
  assert.equal(tyreMessage(view({})), "W0,0,0,0,0,0,0,0,-1");
});

Deno.test("tyres as today's apps read them: names, then each list with its count and how fresh it is", () => {
  assert.equal(
    tyresMessage(view({
      "v.t.pressure": [249.94, 248.2, NaN, 243],
      "v.t.temp": [21, 22, 23, 24],
    })),
    "Y4,FL,FR,RL,RR,4,249.9,248.2,,243,118,4,21,22,23,24,118,0,-1,0,-1",
  );
  assert.equal(tyresMessage(view({})), undefined);
});

Deno.test("a group sees SOC, speed and position", () => {
  assert.equal(
    groupMessage(
      view({
        "v.b.soc": 66.6,
        "v.p.speed": 48.6,
        "v.p.direction": 90,
        "v.p.altitude": 100,
        "v.p.gpslock": true,
        "v.p.latitude": 1,
        "v.p.longitude": 2,
      }),
      "TEAM",
    ),
    "gTEAM,67,49,90,100,1,118,1.000000,2.000000",
  );
});

Deno.test("capabilities are ranges, each group by itself", () => {
  assert.equal(
    capabilitiesMessage([202, 200, 201, 6], [1, 2, 3], [40, 49], []),
    "VC6,C200-202,C1-3,C40,C49",
  );
  assert.equal(capabilitiesMessage(), "V");
});
