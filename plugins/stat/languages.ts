/** What the plugin declares, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Status text": ["Statustext", "Texte d’état"],
  "Charge state, ranges, SOC, odometer": [
    "Ladung, Reichweiten, Ladezustand, Kilometerstand",
    "Charge, autonomies, état de charge, compteur",
  ],
  "Pushes the status text": [
    "Sendet den Statustext",
    "Envoie le texte d’état",
  ],
});
