import { deepEqual, equal } from "node:assert/strict";
import {
  type Status,
  statusText,
} from "../../../plugins/framework/status_text.ts";
import {
  featuresText,
  gprsText,
  helpOn,
  helpText,
  paramsParts,
  vehicleVerbs,
} from "../../../plugins/framework/texts.ts";

const parked: Status = {
  charging: false,
  soc: 85,
  portOpen: false,
  state: "done",
  mode: "standard",
  volts: 0,
  amperes: 0,
  toFull: -1,
  toSoc: -1,
  toRange: -1,
  socLimit: 0,
  rangeLimit: 0,
  ideal: 80,
  estimated: 0,
  odometer: 4419.4,
  cac: 0,
};
const charging: Status = {
  ...parked,
  portOpen: true,
  charging: true,
  state: "charging",
  volts: 230,
  amperes: 10,
  toFull: 48,
};
const status = (changes: Partial<Status>, units: "K" | "M" = "K") =>
  statusText({ ...parked, ...changes }, units).join("\n ");

Deno.test("status text: parked, as the specification's example", () => {
  equal(
    status({}),
    "Not charging\n SOC: 85%\n Ideal Range: 80 km\n ODO: 4,419.4 km",
  );
});

Deno.test("status text: miles, estimate, capacity, grouped thousands", () => {
  equal(
    status({ estimated: 59, odometer: 1_234_567.89, cac: 92.5 }, "M"),
    "Not charging\n SOC: 85%\n Ideal Range: 50 mi\n Est. Range: 37 mi\n ODO: 767,124.9 mi\n CAC: 92.50",
  );
});

Deno.test("status text: charging with times to what is set and known", () => {
  equal(
    status({ ...charging, ideal: 0 }),
    "Standard - Charging\n 230V/10A\n Full: 48 mins\n SOC: 85%\n ODO: 4,419.4 km",
  );
  equal(
    status({
      ...charging,
      state: "topoff",
      mode: "range",
      toSoc: 5,
      socLimit: 90,
      toRange: -1,
      rangeLimit: 80,
      toFull: -1,
    }),
    "Range - Charging, Topping off\n 230V/10A\n 90%: 5 mins\n SOC: 85%\n Ideal Range: 80 km\n ODO: 4,419.4 km",
  );
  equal(
    status({ ...charging, toFull: -1, toRange: 7, rangeLimit: 80 }, "M")
      .split("\n")[2],
    " 50 mi: 7 mins",
  );
});

Deno.test("status text: states and modes", () => {
  const head = (state: string, mode = "standard") =>
    status({ ...charging, state, mode }).split("\n")[0];
  deepEqual(
    ["done", "prepare", "heating", "stopped", "else"].map((state) =>
      head(state)
    ),
    [
      "Standard - Charging Done",
      "Standard - Preparing",
      "Standard - Charging, Heating",
      "Standard - Charging Stopped",
      "Standard - Charging Stopped",
    ],
  );
  equal(head("charging", "storage"), "Storage - Charging");
  equal(head("charging", "performance"), "Performance - Charging");
});

Deno.test("status text: before any data", () => {
  equal(status({ soc: undefined }), "No data from the vehicle yet");
});

Deno.test("GPRS tells the state of the network", () => {
  const text = (state: number, server: boolean) =>
    gprsText(() => "", { operator: "TEST", state, server })
      .replace("GPRS:\r\n APN:\r\n User:\r\n Password:\r\n GSM:TEST", "");
  equal(text(0x20, true), "\r\n GPRS: OK\r\n Server: Connected OK");
  equal(text(0x20, false), "\r\n GSM: OK\r\n Server: Not connected");
  equal(text(0x2a, false), "\r\n GSM/GPRS: Not connected (0x002A)");
});

Deno.test("PARAMS? fills each message up to 160 characters", () => {
  // Head 7, entries 9 + 31 * 4 and 20: 160 altogether.
  const values = [
    "a".repeat(30),
    "b".repeat(30),
    "c".repeat(30),
    "d".repeat(30),
  ];
  const exact = [...values, "e".repeat(160 - 7 - 4 * 33 - 3)];
  const [only, ...none] = paramsParts((n) => exact[n] ?? "", 32);
  equal(only?.length, 160);
  deepEqual(none, []);
  const more = [...values, "e".repeat(160 - 7 - 4 * 33 - 2)];
  deepEqual(
    paramsParts((n) => more[n] ?? "", 32).map((part) =>
      part.split("\n").length
    ),
    [5, 2],
  );
  deepEqual(paramsParts(() => "", 32), ["Params:"]);
});

Deno.test("FEATURES? and HELP list what there is", () => {
  equal(featuresText([0, 3, 0, 255]), "Features:\r\n 1:3\r\n 3:255");
  equal(featuresText([0, 0]), "Features:");
  equal(helpText(["A?", "A"], [], "Renault Twizy"), "Commands: A? A");
  for (
    const [vehicle, name] of [
      ["Renault Twizy", "Twizy"],
      ["Car with OBD-II port", "Car with OBD-II port"],
      ["zoomer", "zoomer"],
      ["", "Other"],
    ] as const
  ) {
    equal(
      helpText(["A"], ["B"], vehicle),
      `Commands: A \r\n${name} Commands: B`,
    );
  }
  equal(
    helpText(["A"], ["STAT", "CA"], "Renault Twizy"),
    "Commands: A \r\nTwizy Commands: STAT CA",
  );
  equal(helpText(["A"], ["X"], ""), "Commands: A \r\nOther Commands: X");
});

Deno.test("HELP names the vehicle's verbs in its order, a verb and its query once", () => {
  const commands = [
    ["HELP", "framework"],
    ["GPS", "framework"],
    ["EXTRA", "extra"],
    ["CA?", "ca"],
    ["CA", "ca"],
    ["ASK?", "extra"],
    ["STAT", "stat"],
  ].map(([name = "", owner = ""]) => ({
    kind: "verb",
    name,
    owner,
    usage: name,
    summary: "",
    query: false,
  } as const));
  deepEqual(vehicleVerbs(commands, ["STAT", "CA", "HELP", "CFG"]), [
    "STAT",
    "CA",
    "HELP",
    "EXTRA",
    "ASK?",
  ]);
  deepEqual(vehicleVerbs(commands, []), ["EXTRA", "CA", "ASK?", "STAT"]);
});

Deno.test("HELP on a command says how it is used, and what it does where it says so", () => {
  const bare = {
    kind: "verb",
    name: "RING",
    owner: "bell",
    usage: "RING [times]",
    summary: "",
    query: false,
  } as const;
  deepEqual(helpOn("ring?", [bare]), ["RING [times]"]);
  deepEqual(helpOn("RING", [{ ...bare, summary: "Rings" }]), [
    "RING [times]: Rings",
  ]);
  deepEqual(helpOn("300", [{ ...bare, kind: "code", name: "300" }]), [
    "300 RING [times]",
  ]);
});

Deno.test("a car that tells nothing of a charge is not said to have none; one that tells no plug may charge", () => {
  const untold = {
    ...parked,
    portOpen: undefined,
    ideal: 0,
    odometer: undefined,
  };
  const head = (told: Pick<Status, "charging" | "state">) =>
    statusText({ ...untold, ...told }, "K")[0];
  deepEqual(
    [
      head({ charging: undefined, state: undefined }),
      head({ charging: false, state: undefined }),
      head({ charging: true, state: undefined }),
      head({ charging: undefined, state: "topoff" }),
      head({ charging: undefined, state: "done" }),
    ],
    [
      "SOC: 85%",
      "Not charging",
      "Standard - Charging",
      "Standard - Charging, Topping off",
      "Not charging",
    ],
  );
});

Deno.test("what a car does not tell is left out of its status", () => {
  deepEqual(
    statusText({ ...parked, ideal: 0, odometer: undefined }, "K"),
    ["Not charging", "SOC: 85%"],
  );
  const silent = { ...charging, ideal: 0, odometer: undefined, portOpen: true };
  for (const unknown of [{ volts: undefined }, { amperes: undefined }]) {
    deepEqual(
      statusText({ ...silent, ...unknown }, "K"),
      ["Standard - Charging", "Full: 48 mins", "SOC: 85%"],
    );
  }
});
