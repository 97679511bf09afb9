/**
 * Requests of every car that this one does not carry out: answered with that, instead of as requested.
 * @module
 */
import { CommandError, definePlugin, type Plugin, textTable } from "ovms-edge";

/** Verbs of the plugin `framework` that a vehicle may carry out. */
export type Request =
  | "HOMELINK"
  | "LOCK"
  | "UNLOCK"
  | "VALET"
  | "UNVALET"
  | "CHARGEMODE"
  | "CHARGESTART"
  | "CHARGESTOP";

/**
 * A plugin that refuses requests with a sentence.
 * @param requests what the vehicle does not do
 */
export function refuses(requests: readonly Request[]): Plugin {
  return definePlugin({
    id: "refuses",
    summary: "Says which requests this car does not carry out",
    texts: textTable(["de", "fr"], {
      "Says which requests this car does not carry out": [
        "Sagt, welche Bitten dieses Auto nicht ausführt",
        "Dit quelles demandes cette voiture n’exécute pas",
      ],
      "Not done by this car": [
        "Macht dieses Auto nicht",
        "Pas exécuté par cette voiture",
      ],
      "{verb} is not done by this car": [
        "{verb} macht dieses Auto nicht",
        "{verb} n’est pas exécuté par cette voiture",
      ],
    }),
    sms: Object.fromEntries(
      requests.map((verb) => [
        verb,
        {
          usage: verb,
          summary: "Not done by this car",
          auth: "phone",
          replaces: "framework",
          run: () => {
            throw new CommandError(`${verb} is not done by this car`);
          },
        } as const,
      ]),
    ),
  });
}
