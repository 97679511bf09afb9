/** The console of the module's diagnostics mode, on a serial port. */
import type { OpenPort } from "../../hal/byte_port.ts";
import { ByteLink } from "../../hal/byte_link.ts";
import { DiagConsole, type DiagValues } from "../../hal/modem/diag.ts";
import { PARAM } from "../../runtime/settings/params.ts";
import type { Call } from "../../runtime/contract/plugin.ts";
import type { NoticeText, Priority } from "../../runtime/contract/notices.ts";
import type {
  Link,
  LinkServices,
  RunningLink,
} from "../../runtime/links/link.ts";
import { smsText } from "../../runtime/commands/text.ts";
import { miles, round } from "../../runtime/contract/units.ts";
import { HARDWARE, VERSION } from "../../runtime/version.ts";
import { answers } from "../answers.ts";

/** Name of the caller while no phone is registered, as the module has it. */
const NOBODY = "OVMSDIAG";
/** Notices that the console only names; the text of others is shown. */
const NAMED: Partial<Record<Priority, string>> = {
  charge: "CHARGE",
  trunk: "TRUNK",
  alarm: "ALARM",
};

/**
 * The console on a serial port.
 * @param open opens the port
 */
export function diagLink(open: OpenPort): Link {
  return { id: "console", start: (services) => openConsole(services, open) };
}

function openConsole(services: LinkServices, open: OpenPort): RunningLink {
  const { clock, gsm } = services.options.hal;
  const console = new DiagConsole({
    sms: async (text) =>
      answers(text, await services.text(text, owner(services))),
    msg: async (command) =>
      (await services.msg(command)).map((line) => `MP-0 ${line}`),
    capabilities: () => `MP-0 ${services.capabilities()}`,
    values: () => valuesOf(services),
    ...gsm && { modem: (at: string) => gsm.command(at) },
    restart: () => services.restart(),
  }, (text) => link.write(bytesOf(text)));
  const link = new ByteLink(open, clock, {
    opened: () => {},
    bytes: (chunk) => console.input(textOf(chunk)),
    lost: () => {},
  });
  const deaf = services.notifier.listen((_, { priority }, text) => {
    const name = NAMED[priority];
    if (name !== undefined) console.notify(name);
    else void shown(text).then((text) => text && console.show(text));
  });
  link.start();
  return {
    async close() {
      deaf();
      await console.settled();
      await link.close();
    },
  };
}

/** Whoever sits at the console acts as the registered phone. */
function owner({ owner }: LinkServices): Call {
  return {
    link: "console",
    from: owner.phone ?? NOBODY,
    principal: "owner",
  };
}

async function shown(
  text: NoticeText | undefined,
): Promise<string | undefined> {
  const given = typeof text === "function" ? await text("sms") : text;
  return given === undefined ? undefined : smsText(given);
}

function valuesOf(services: LinkServices): DiagValues {
  const { host: { metrics }, vehicle, params } = services;
  const { gsm } = services.options.hal;
  const number = (name: string) => {
    const { value } = metrics.look(name);
    return typeof value === "number" ? value : undefined;
  };
  const wholeMiles = (name: string) => {
    const km = number(name);
    return km === undefined ? undefined : round(miles(km));
  };
  const soc = number("v.b.soc"), type = vehicle?.type ?? "";
  return {
    firmware: `${VERSION}/${type}${VERSION}/${HARDWARE}`,
    dataEnabled: params.get(PARAM.server) !== "",
    volts: number("v.b.12v.voltage"),
    signal: gsm?.state.signal ?? 0,
    vin: String(metrics.look("v.vin").value ?? ""),
    carType: type,
    soc: soc === undefined ? undefined : Math.trunc(soc),
    idealMiles: wholeMiles("v.b.range.ideal"),
    estimatedMiles: wholeMiles("v.b.range.est"),
  };
}

/** One character a byte, both ways. */
function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (char) => {
    const code = char.charCodeAt(0);
    return code <= 0xff ? code : 0x3f;
  });
}
