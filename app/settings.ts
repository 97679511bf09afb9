/** What the program is to do, checked: made from flags and environment, before anything is opened. */
import { dirname, join, resolve } from "node:path";
import { parseBroker } from "../runtime/links/mqtt/address.ts";
import { type Level, LEVELS } from "../runtime/log.ts";
import { type Action, isScript, isTrial } from "./action.ts";
import { actionOf } from "./flags/action.ts";
import { checkCompany } from "./flags/company.ts";
import type { FlagValues } from "./flags/mod.ts";
import { oneOf } from "./flags/one_of.ts";
import { hardwareOf, type HardwareSettings } from "./hardware/settings.ts";
import type { GrantWishes } from "./isolation/types.ts";
import type { Places } from "./offer.ts";
import type { Surroundings } from "./surroundings.ts";
import { reasonOf, UsageError } from "./usage_error.ts";
import { webOf, type WebSettings } from "./web/settings.ts";

/** Store in memory. */
export const MEMORY = ":memory:";

/** All that the program is told. Paths are absolute. */
export interface Settings {
  readonly action: Action;
  /** Devices of the gateway; undefined when all is simulated. */
  readonly hardware: HardwareSettings | undefined;
  /** The store's file, or `:memory:`. */
  readonly store: string;
  /** Where plugins from outside are. */
  readonly plugins: Places;
  /** Plugins from outside that are allowed what they ask for, and those that are not any more. */
  readonly grants: Pick<GrantWishes, "grant" | "revoke">;
  /** Whether plugins from outside are left out. */
  readonly safe: boolean;
  /** Whether plugins are loaded anew when their files change. */
  readonly watch: boolean;
  /** Vehicle type that is set, or undefined to leave it as it is. */
  readonly vehicle: string | undefined;
  /** Settings of plugins and core that are set, as `name=value`. */
  readonly set: readonly string[];
  readonly country: string;
  /** Text messages an hour that notices may cost; undefined: as the setting says. */
  readonly smsBudget: number | undefined;
  /** Address of the MQTT broker; undefined: as the setting says. */
  readonly mqtt: string | undefined;
  readonly logLevel: Level;
  readonly allowAt: boolean;
  /** The web console; undefined when it is switched off, and while commands are run. */
  readonly web: WebSettings | undefined;
}

/**
 * Checks flags and gives them their meaning.
 * @throws UsageError with one sentence for a value that cannot be, and for flags that do not fit together
 */
export function settingsOf(flags: FlagValues, around: Surroundings): Settings {
  checkCompany(flags);
  const action = actionOf(flags, around);
  const hardware = isTrial(action) ? undefined : hardwareOf(flags);
  const store = storeOf(flags, action, hardware, around);
  const demo = (["demo-server", "demo-mqtt"] as const).find((name) =>
    flags[name]
  );
  if (demo && hardware) {
    throw new UsageError(
      `--${demo} is for the simulated car: leave out the flags that name devices`,
    );
  }
  return {
    action,
    hardware,
    store,
    plugins: {
      paths: flags.plugin ?? [],
      trusted: flags.trust ?? [],
      together: flags.together ?? false,
      all: flags.plugins ?? pluginsBeside(store, around.state),
      named: flags.plugins !== undefined,
      strict: flags.strict ?? false,
    },
    grants: { grant: flags.grant ?? [], revoke: flags.revoke ?? [] },
    safe: flags.safe ?? false,
    watch: flags.watch ?? false,
    vehicle: flags.vehicle?.toUpperCase(),
    set: flags.set ?? [],
    country: countryOf(flags.country),
    smsBudget: budgetOf(flags["sms-budget"]),
    mqtt: flags["demo-mqtt"] ? "demo" : mqttOf(flags.mqtt),
    logLevel: oneOf("log-level", flags["log-level"] ?? "warning", LEVELS),
    allowAt: flags["allow-at"] ?? false,
    web: action.do === "run" && !isScript(action) ? webOf(flags) : undefined,
  };
}

function mqttOf(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  try {
    parseBroker(url);
    return url;
  } catch (error) {
    throw new UsageError(`--mqtt: ${reasonOf(error)}`);
  }
}

/** Trying something out must not change what the prompt of the simulated car remembers, and that car nothing of a real one. */
function storeOf(
  flags: FlagValues,
  action: Action,
  hardware: HardwareSettings | undefined,
  { folder, state }: Surroundings,
): string {
  if (flags.store === MEMORY) return MEMORY;
  if (flags.store !== undefined) return resolve(folder, flags.store);
  if (isTrial(action) && action.do !== "list") return MEMORY;
  const name = hardware ? "gateway.db" : "simulated.db";
  return join(state, "ovms-edge", name);
}

/** The folder of plugins: beside the store, where the program may read. */
function pluginsBeside(store: string, state: string): string {
  const folder = store === MEMORY ? join(state, "ovms-edge") : dirname(store);
  return join(folder, "plugins");
}

function countryOf(text = ""): string {
  if (text === "" || /^\+[1-9]\d{0,2}$/.test(text)) return text;
  throw new UsageError(
    `--country cannot be "${text}": expected a country code such as +49`,
  );
}

function budgetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new UsageError(
    `--sms-budget cannot be "${text}": expected a number of messages, 0 to 9999`,
  );
}
