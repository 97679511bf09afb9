/** What the plugin declares, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Track records": ["Aufzeichnung der Strecke", "Enregistrement du parcours"],
  "Position, m, °, speed in the user's unit, fix, stale counter, GSM signal, W, Wh, m; number: odometer in 1/10 mi":
    [
      "Position, m, °, Geschwindigkeit in der gewählten Einheit, Fix, Alter, GSM-Signal, W, Wh, m; Nummer: Kilometerstand in 1/10 mi",
      "Position, m, °, vitesse dans l’unité choisie, fix, ancienneté, signal GSM, W, Wh, m ; numéro : compteur en 1/10 mi",
    ],
});
