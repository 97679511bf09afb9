/** What the plugin declares, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Estimated and ideal range": [
    "Geschätzte und ideale Reichweite",
    "Autonomie estimée et idéale",
  ],
  "Maximum ideal range": [
    "Größte ideale Reichweite",
    "Autonomie idéale maximale",
  ],
  "Sets the maximum ideal range, or none": [
    "Setzt die größte ideale Reichweite, oder keine",
    "Définit l’autonomie idéale maximale, ou aucune",
  ],
  "Maximum ideal range; 0 for none": [
    "Größte ideale Reichweite; 0 für keine",
    "Autonomie idéale maximale ; 0 pour aucune",
  ],
});
