/** What the plugin declares, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Plugins from outside: how they are, and loading them anew": [
    "Plugins von außen: wie es ihnen geht, und sie neu laden",
    "Plugins de l’extérieur : leur état, et leur rechargement",
  ],
  "Plugins from outside and how they are": [
    "Plugins von außen und wie es ihnen geht",
    "Plugins de l’extérieur et leur état",
  ],
  "Loads plugins from outside anew": [
    "Lädt Plugins von außen neu",
    "Recharge des plugins de l’extérieur",
  ],
  "Nothing was loaded": ["Nichts wurde geladen", "Rien n’a été chargé"],
});
