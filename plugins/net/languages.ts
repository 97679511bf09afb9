/** What the plugin declares, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "When network and server were there": [
    "Wann Netz und Server da waren",
    "Quand le réseau et le serveur étaient là",
  ],
  "The network or the server came or was lost": [
    "Das Netz oder der Server kam oder ging verloren",
    "Le réseau ou le serveur est venu ou a été perdu",
  ],
});
