import { equal } from "node:assert/strict";
import { DiagConsole, type DiagHost } from "../../../hal/modem/mod.ts";

const SMS: Readonly<Record<string, readonly string[]>> = {
  "VERSION": ["OVMS Firmware version: 2.3.6/RT3.0.0/V2"],
  "STAT?": ["Not charging\rSOC: 97%", "second"],
  "HELP": ["COMMANDS: HELP STAT?"],
};
const MSG: Readonly<Record<string, readonly string[]>> = {
  "2,9,20": ["MP-0 c2,0"],
  "77": ["MP-0 c77,3"],
  "6": ["MP-0 PAcharging\rSOC: 97%"],
};

/** What the console writes for what is typed after SETUP. */
async function shown(
  typed: string,
  host: Partial<DiagHost> = {},
): Promise<string> {
  let output = "";
  const console = new DiagConsole({
    sms: (text) =>
      SMS[text]
        ? Promise.resolve(SMS[text])
        : Promise.reject(new Error("unknown")),
    msg: (command) => Promise.resolve(MSG[command] ?? []),
    capabilities: () => "MP-0 V2.3.6",
    values: () => ({
      firmware: "2.3.6/RT3.0.0/V2",
      dataEnabled: true,
      volts: 12.56,
      signal: 18,
      vin: "VF1ACVYB012345678",
      carType: "RT",
      soc: 97,
      idealMiles: 48,
      estimatedMiles: 36,
    }),
    restart: () => output += "<restart>",
    ...host,
  }, (text) => output += text);
  console.input("S VERSION\rSETUP\r");
  await console.settled();
  equal(output, "\x1b[2J\x1b[01;01H\r\n# OVMS DIAGNOSTICS MODE\r\n\r\n");
  output = "";
  console.input(typed);
  console.notify("CHARGE");
  await console.settled();
  return output.replace("\r\n# NOTIFY CHARGE ALERT\r\n", "");
}

Deno.test("the specification's examples", async () => {
  equal(
    await shown("S VERSION\r"),
    "\r\n# OVMS Firmware version: 2.3.6/RT3.0.0/V2\r\n",
  );
  equal(await shown("M 2,9,20\r\n"), "\r\n# MP-0 c2,0\r\n\r\n");
  equal(await shown("m 77\r"), "\r\n# MP-0 c77,3\r\n\r\n");
  equal(await shown("M 6\r"), "\r\n# MP-0 PAcharging\r\nSOC: 97%\r\n\r\n");
});

Deno.test("a line without prefix is an SMS text", async () => {
  equal(
    await shown("STAT?\r"),
    "\r\n# Not charging\r\nSOC: 97%\r\n# second\r\n",
  );
});

Deno.test("DIAG shows its block, then the modem's answers", async () => {
  const modem = (at: string) => Promise.resolve([`<${at}>`]);
  equal(
    await shown("diag\r", { modem }),
    "\r\n# DIAG\r\n\r\n# Firmware: 2.3.6/RT3.0.0/V2\r\n#  SWITCH:   1\r\n" +
      "#  12V Line: 12.6 V\r\n#  Signal:   18\r\n\r\n" +
      "#  VIN:      VF1ACVYB012345678 (RT)\r\n" +
      "#  SOC:      97% (48 ideal, 36 est miles)\r\n\r\n" +
      "<AT+COPS?>\r\n<AT+CPIN?>\r\n<AT+CSQ>\r\n",
  );
});

Deno.test("HELP, RESET, comments and faults", async () => {
  equal(
    await shown("?\r"),
    "\r\n# COMMANDS: HELP ? DIAG RESET or S ...\r\n# 'S' COMMANDS:\r\n  COMMANDS: HELP STAT?\r\n" +
      "# 'M' COMMANDS:\r\n  MP-0 V2.3.6\r\n",
  );
  equal(await shown("RESET\r"), "\r\n# Leaving Diagnostics Mode\r\n<restart>");
  equal(await shown("\r\n# STAT?\r  \r+CSQ: 18,0\r"), "");
  equal(await shown("NONSENSE\r"), "\r\n# ERROR: unknown\r\n");
});

Deno.test("a line is at most 200 characters", async () => {
  let text = "";
  await shown("x".repeat(1000) + "y\r", {
    sms: (line) => Promise.resolve([text = line]),
  });
  equal(text, "x".repeat(199) + "y");
});
