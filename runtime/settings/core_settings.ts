import * as v from "valibot";
import { setting, type SettingValues } from "../contract/settings.ts";
import type { Store } from "../../hal/mod.ts";
import { mapSettings } from "../links/http/map_settings.ts";
import { mqttSettings } from "../links/mqtt/settings.ts";
import { seriesSettings } from "../series/settings.ts";
import { updateSettings } from "./update_settings.ts";
import {
  SECRETS,
  type SettingClaim,
  SETTINGS,
  type Settings,
} from "./settings.ts";

const PIN = v.pipe(
  v.string(),
  v.regex(/^(\d{4,8})?$/, "expected the PIN's 4 to 8 digits"),
);

/** Settings of the core and its links, by the part that they belong to. */
const coreSettings = {
  sms: {
    budget: setting({
      schema: v.pipe(
        v.number(),
        v.integer(),
        v.minValue(0),
        v.maxValue(9999),
      ),
      default: 20,
      summary: "Text messages that notices may cost in an hour",
    }),
    answers: setting({
      schema: v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(9999),
      ),
      default: 200,
      summary: "Text messages that answers may cost in an hour",
    }),
    reports: setting({
      schema: v.boolean(),
      default: true,
      summary:
        "Whether the network is asked to report when notices were delivered, from the next start on",
    }),
    maxParts: setting({
      schema: v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(99),
      ),
      default: 8,
      summary: "Text messages that one reply or notice may take",
    }),
  },
  modem: {
    pin: setting({
      schema: PIN,
      default: "",
      summary: "PIN of the modem's SIM card",
      secret: true,
    }),
  },
  ovms: {
    records: setting({
      schema: v.picklist(["guide", "current", "both"]),
      default: "both",
      summary:
        "History records for the server: as the guide has them, as today's apps and scripts ask for them, or both",
      labels: {
        guide: "as in the guide",
        current: "as today's apps ask for them",
        both: "both forms",
      },
    }),
    "plain-control": setting({
      schema: v.boolean(),
      default: false,
      summary:
        "Whether a server without TLS and paranoid mode may write to the car, change who commands and get passwords",
    }),
  },
  mqtt: mqttSettings,
  series: seriesSettings,
  map: mapSettings,
  update: updateSettings,
} as const;

/** Present values of the core's settings. */
export type CoreValues = {
  readonly [K in keyof typeof coreSettings]: SettingValues<
    (typeof coreSettings)[K]
  >;
};

/** Declares them; the values are read live. */
export function declareCore(settings: Settings): CoreValues {
  return {
    sms: settings.declare("sms", coreSettings.sms),
    ovms: settings.declare("ovms", coreSettings.ovms),
    modem: settings.declare("modem", coreSettings.modem),
    mqtt: settings.declare("mqtt", coreSettings.mqtt),
    series: settings.declare("series", coreSettings.series),
    map: settings.declare("map", coreSettings.map),
    update: settings.declare("update", coreSettings.update),
  };
}

/** Whether the network is asked to report deliveries, as it is set now. */
export function reportsWanted(store: Pick<Store, "entries">): boolean {
  const { schema, default: otherwise } = coreSettings.sms.reports;
  const stored = store.entries(SETTINGS).get("sms.reports");
  if (stored === undefined) return otherwise;
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), stored);
  return read.success ? read.output : otherwise;
}

/** PIN of the modem's SIM card as it is set now; empty for none. */
export function simPinOf(store: Pick<Store, "entries">): string {
  const stored = store.entries(SECRETS).get("modem.pin");
  if (stored === undefined) return "";
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), PIN), stored);
  return read.success ? read.output : "";
}

/** The same as claims by full name, for listings. */
export const coreClaims: ReadonlyMap<string, SettingClaim> = new Map(
  Object.entries(coreSettings).flatMap(([owner, settings]) =>
    Object.entries(settings).map(([name, def]) =>
      [`${owner}.${name}`, { owner, def }] as const
    )
  ),
);
