/** What the plugin declares and tells, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Links and channels of the gateway": [
    "Verbindungen und Kanäle des Gateways",
    "Liaisons et canaux de la passerelle",
  ],
  "The channel {name} is not set up: there is nothing to test": [
    "Der Kanal {name} ist nicht eingerichtet: es gibt nichts zu testen",
    "Le canal {name} n’est pas configuré : il n’y a rien à essayer",
  ],
});
