/** What a plugin may do beyond its own folder and the car's values: the owner allows it, or not. */
import type { Need } from "../../runtime/contract/handles.ts";
import type { Plugin } from "../../runtime/contract/plugin.ts";

/** One right, as it is stored and as people read it. */
export interface Right {
  readonly key: string;
  /** Behind "it wants to". */
  readonly text: string;
}

/** What a vehicle type from outside wants, and a trusted plugin has. */
export const INSIDE: Right = {
  key: "inside",
  text: "run inside the program, with all its rights",
};

/** Needs that reach beyond a plugin's own things. */
const NEEDS: Readonly<Partial<Record<Need, string>>> = {
  "can.tx": "put frames on the CAN bus while feature 15 allows it",
  "can.sdo":
    "read and write values of controllers while feature 15 allows it; the journal has each value before it is written",
  "diag": "ask control units while feature 15 allows it",
  "gsm.send": "send text messages to any number",
  "gsm.ussd": "run USSD codes, which may cost",
  "gsm.command": "send any AT command to the modem",
  "params":
    "read all parameters but phone number, passwords and names of servers",
  "params.set": "set any parameter",
  "settings": "read all settings but secret ones, and set any",
  "slots": "read and set all features",
  "system.run": "give any text command in your name",
};

/** All that a plugin asks for, in words. */
export function rightsOf(plugin: Plugin): readonly Right[] {
  const { needs = [], permissions = {}, polls = [], pages = {} } = plugin;
  const commands = Object.entries({ ...plugin.sms, ...plugin.msg });
  return [
    ...needs.flatMap((need) => {
      const text = NEEDS[need];
      return text === undefined ? [] : [{ key: `need ${need}`, text }];
    }),
    ...polls.length > 0
      ? [{
        key: "polls",
        text: "ask control units again and again while feature 15 allows it",
      }]
      : [],
    ...(permissions.net ?? []).map((host) => ({
      key: `net ${host}`,
      text: `connect to ${host === "*" ? "any host" : host}`,
    })),
    ...(permissions.read ?? []).map((path) => ({
      key: `read ${path}`,
      text: `read ${path}`,
    })),
    ...Object.keys(pages).length > 0
      ? [{
        key: "pages",
        text: "show pages in the web console, which do there what you may do",
      }]
      : [],
    ...commands.flatMap(([name, { replaces }]) =>
      replaces === undefined ? [] : [{
        key: `replace ${name}`,
        text: `answer ${name} in the place of ${replaces}`,
      }]
    ),
  ];
}
