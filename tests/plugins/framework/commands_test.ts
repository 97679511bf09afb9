import { deepEqual, equal } from "node:assert/strict";
import { bench, owner } from "ovms-edge/testing";
import framework from "../../../plugins/framework/mod.ts";

const stranger = "+33123";

/** Runs lines one after the other and compares each answer. */
async function conversation(
  lines: readonly (readonly [text: string, ...answers: string[]])[],
  from = owner,
): Promise<void> {
  await using car = await bench(framework);
  for (const [text, ...answers] of lines) {
    deepEqual(await car.sms(text, from), answers, text);
  }
}

Deno.test("the acceptance examples of the specification", async () => {
  await using car = await bench(framework, {
    params: { 0: "NOPHONE", 3: "", 4: "" },
  });
  car.hal.gsm.state = { ...car.hal.gsm.state, operator: "T-Mobile" };
  car.runtime.attachServer({
    connected: false,
    confirms: false,
    send: () => false,
  });
  const steps: readonly (readonly [string, string, ...string[]])[] = [
    [stranger, "REGISTER wrong", "Permission denied"],
    [
      owner,
      "REGISTER OVMS",
      "Your phone has been registered as the owner.",
    ],
    [owner, "stat?", "No data from the vehicle yet"],
    [stranger, "FEATURE 9 20", "Permission denied"],
    [owner, "FEATURE 9 20", "Feature has been set."],
    [owner, "FEATURES?", "Features:\r\n 9:20"],
    [owner, "PARAMS?", `Params:\n0:${owner}\n1:OVMS\n2:K\n25:20`],
    [
      owner,
      "MODULE TWIZY42 K SMSIP RT",
      "Module:\r\n VehicleID:TWIZY42\r\n VehicleType:RT\r\n Units:K\r\n Notifications:SMSIP",
    ],
    [
      owner,
      "SERVER 64.111.70.40 NETPASS -",
      "Server:\r\n IP:64.111.70.40\r\n Password:NETPASS\r\n Paranoid:-",
    ],
    [
      owner,
      "GPRS internet.telekom - -",
      "GPRS:\r\n APN:internet.telekom\r\n User:\r\n Password:\r\n GSM:T-Mobile\r\n GSM: OK\r\n Server: Not connected",
    ],
    [owner, "GSMLOCK", "GSMLOCK: (none)\r\nCurrent: T-Mobile"],
    [owner, "LOCK 1234", "Vehicle lock requested"],
    [
      owner,
      "PARAMS M SMS,IP 1.2.3.4 apn - - DEMO NETPASS -",
      "Parameters have been set.",
    ],
    [
      owner,
      "PARAMS?",
      `Params:\n0:${owner}\n1:OVMS\n2:M\n3:SMS,IP\n4:1.2.3.4\n5:apn\n8:DEMO\n9:NETPASS\n14:RT\n25:20`,
    ],
    [stranger, "AP OVMS 0123 newpass K"],
    ["0123", "PASS?", "Module password: newpass"],
    ["0123", "REGISTER?", "Registered number: 0123"],
    [owner, "PASS?", "Permission denied"],
  ];
  for (const [from, text, ...answers] of steps) {
    deepEqual(await car.sms(text, from), answers, text);
  }
});

Deno.test("settings are shown and set in the original's words", async () => {
  await conversation([
    ["VEHICLE?", "Vehicle:\r\n VehicleType: "],
    ["VEHICLE RT", "Vehicle:\r\n VehicleType: RT"],
    ["VEHICLE -", "Vehicle:\r\n VehicleType: "],
    [
      "MODULE  M IP",
      "Module:\r\n VehicleID:\r\n VehicleType:\r\n Units:M\r\n Notifications:IP",
    ],
    [
      "MODULE CAR",
      "Module:\r\n VehicleID:CAR\r\n VehicleType:\r\n Units:M\r\n Notifications:IP",
    ],
    [
      "SERVER?",
      "Server:\r\n IP:server.test\r\n Password:\r\n Paranoid:",
    ],
    ["SERVER h p P", "Server:\r\n IP:h\r\n Password:p\r\n Paranoid:P"],
    [
      "GPRS a u p",
      "GPRS:\r\n APN:a\r\n User:u\r\n Password:p\r\n GSM:TEST\r\n GPRS: OK\r\n Server: Connected OK",
    ],
    ["GSMLOCK TMO", "GSMLOCK: TMO\r\nCurrent: TEST"],
    ["GSMLOCK?", "GSMLOCK: TMO\r\nCurrent: TEST"],
    ["GSMLOCK", "GSMLOCK: (none)\r\nCurrent: TEST"],
    ["PASS Newpw surplus", "Module password has been changed."],
    ["pass?", "Module password: Newpw"],
    ["features?", "Features:"],
    ["FEATURE 2 1", "Feature has been set."],
    ["FEATURE 15 255", "Feature has been set."],
    ["FEATURES?", "Features:\r\n 2:1\r\n 15:255"],
    ["FEATURE 15 0", "Feature has been set."],
    ["FEATURES?", "Features:\r\n 2:1"],
  ]);
});

Deno.test("requests to the vehicle are acknowledged", async () => {
  await conversation([
    ["HOMELINK 1", "Homelink activated"],
    ["LOCK 1234", "Vehicle lock requested"],
    ["UNLOCK 1234", "Vehicle unlock requested"],
    ["VALET 1", "Valet mode requested"],
    ["UNVALET 1", "Valet mode cancel requested"],
    ["CHARGEMODE sta", "Charge mode change requested"],
    ["CHARGEMODE RANGE 13", "Charge mode change requested"],
    ["CHARGESTART", "Charge start requested"],
    ["CHARGESTOP", "Charge stop requested"],
  ]);
});

Deno.test("a stopped charge is not told for 30 s, unless it was started again", async () => {
  await using car = await bench(framework, { params: { 3: "IP" } });
  car.feature(9, 30);
  const soc = car.runtime.host.metrics;
  const set = (value: number) => {
    const handle = soc.handle("v.b.soc", "test");
    if (!("length" in handle)) handle.set(value);
  };
  const alerts = () => car.server.filter((line) => line.startsWith("MP-0 PA"));
  set(50);
  await car.seconds(50);
  await car.sms("CHARGESTOP");
  set(20);
  await car.seconds(30);
  deepEqual(alerts(), []);
  set(50);
  await car.seconds(90);
  await car.sms("CHARGESTOP");
  await car.sms("CHARGESTART");
  set(20);
  await car.seconds(15);
  equal(alerts().length, 1);
});

Deno.test("PARAMS? begins each message with the same head", async () => {
  await using car = await bench(framework);
  const value = "x".repeat(31);
  await car.sms(
    `PARAMS K - ${Array(6).fill(value).join(" ")} P ${
      Array(3).fill(value).join(" ")
    }`,
  );
  const answers = await car.sms("PARAMS?");
  equal(answers.length, 3);
  for (const answer of answers) {
    equal(answer.startsWith("Params:\n"), true);
    equal(answer.length <= 160, true);
  }
  const entries = answers.flatMap((answer) => answer.split("\n").slice(1));
  deepEqual(entries, [
    `0:${owner}`,
    "1:OVMS",
    "2:K",
    ...[4, 5, 6, 7, 8, 9].map((number) => `${number}:${value}`),
    "10:P",
    ...[11, 12, 13].map((number) => `${number}:${value}`),
  ]);
});

Deno.test("GPS has no position before the first fix, then the last one", async () => {
  await using car = await bench(framework);
  deepEqual(await car.sms("GPS?"), ["No GPS position yet"]);
  car.hal.gps.report({ fix: true, latitude: 51.2577, longitude: -7.1609 });
  const text =
    "Car location:\r\nhttps://maps.google.com/maps?q=51.257700,-7.160900";
  deepEqual(await car.sms("GPS"), [text]);
  car.hal.gps.report({ fix: false });
  deepEqual(await car.sms("gps?"), [text]);
  await car.seconds(300);
  deepEqual(await car.sms("gps?"), [`${text}\r\nNo GPS fix for 5 min`]);
});

Deno.test("DIAG tells modem, supply, faults and drivers; an unknown voltage is unknown", async () => {
  await using car = await bench(framework);
  const [known = ""] = await car.sms("DIAG");
  equal(
    known.split("\n").slice(0, 6).join("\n"),
    "DIAG:\n RED Led:0\n GRN Led:2\n NET State:0x0020\n 12V Line:12.5 ref=0.0\n Crashes:0",
  );
  equal(known.includes("\n CAN: "), true);
  car.hal.supply.value = undefined;
  const [unknown = ""] = await car.sms("DIAG?");
  equal(unknown.split("\n")[4], " 12V Line:unknown");
  car.hal.gsm.state = { ...car.hal.gsm.state, number: 0x1a };
  const [busy = ""] = await car.sms("DIAG");
  equal(busy.split("\n")[3], " NET State:0x001A");
});

Deno.test("VERSION has the original's form", async () => {
  await using car = await bench(framework);
  const [without = ""] = await car.sms("VERSION");
  equal(/^OVMS Firmware version: [\d.]+\/\/V2$/.test(without), true, without);
});

Deno.test("RESET says so and starts vehicle side and modem again", async () => {
  await using car = await bench(framework);
  const before = car.runtime.host;
  deepEqual(await car.sms("RESET"), ["Restarting"]);
  equal(car.runtime.host === before, false);
  equal(car.hal.gsm.restarts, 1);
  deepEqual(await car.sms("FEATURES?"), ["Features:"]);
});

Deno.test("HELP lists the framework's verbs in the original's order, then those that came later", async () => {
  await using car = await bench(framework);
  const text = (await car.sms("HELP")).join(" ");
  equal(
    text,
    "Commands: REGISTER? REGISTER PASS? PASS GPS STAT PARAMS? PARAMS AP MODULE? MODULE VEHICLE? VEHICLE " +
      "GPRS? GPRS GSMLOCK? GSMLOCK SERVER? SERVER DIAG FEATURES? FEATURE HOMELINK LOCK UNLOCK VALET UNVALET " +
      "CHARGEMODE CHARGESTART CHARGESTOP VERSION RESET HELP SETTINGS? SET",
  );
});

Deno.test("a caller without number registers one by password", async () => {
  await using car = await bench(framework, { params: { 0: "NOPHONE" } });
  const console = { link: "console", from: "", principal: "owner" } as const;
  const run = async (line: string) =>
    (await car.runtime.text(line, console)).messages;
  deepEqual(await run("REGISTER OVMS"), [
    "Usage: REGISTER <password> [number]",
  ]);
  deepEqual(await run("REGISTER +49123"), ["Permission denied"]);
  deepEqual(await run("REGISTER OVMS +49123"), [
    "Your phone has been registered as the owner.",
  ]);
  equal(car.runtime.params.get(0), "+49123");
  // A phone can register itself only.
  await car.sms("REGISTER OVMS +49999", stranger);
  equal(car.runtime.params.get(0), stranger);
});

Deno.test("settings of links start them again after the answer", async () => {
  await using car = await bench(framework);
  let times = 0;
  car.runtime.onReconnect(() => times++);
  for (
    const text of [
      "MODULE CAR",
      "VEHICLE XX",
      "GPRS apn",
      "GSMLOCK",
      "SERVER host",
      "PARAMS K",
      "AP OVMS +491700000001",
    ]
  ) {
    const before = times;
    await car.sms(text);
    equal(times > before, true, text);
  }
  const before = times;
  await car.sms("SERVER?");
  await car.sms("SERVER");
  equal(times, before);
});
