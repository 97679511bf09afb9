/** What the vehicle type declares, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Values and trouble codes of the OBD-II port": [
    "Werte und Fehlercodes des OBD-II-Anschlusses",
    "Valeurs et codes de défaut de la prise OBD-II",
  ],
  "awake: the car is asked while its 12 V supply or its bus shows that it is awake; always: for a gateway that only has power while the ignition is on":
    [
      "awake: das Auto wird gefragt, solange seine 12-V-Versorgung oder sein Bus zeigt, dass es wach ist; always: für ein Gateway, das nur bei eingeschalteter Zündung Strom hat",
      "awake : la voiture est interrogée tant que son alimentation 12 V ou son bus montre qu’elle est éveillée ; always : pour une passerelle alimentée seulement contact mis",
    ],
  "while the car is awake": [
    "solange das Auto wach ist",
    "tant que la voiture est éveillée",
  ],
  "at any time": ["jederzeit", "à tout moment"],
  "12 V supply from which on the car counts as awake": [
    "12-V-Versorgung, ab der das Auto als wach gilt",
    "Alimentation 12 V à partir de laquelle la voiture est dite éveillée",
  ],
  "Trouble codes of the engine; clear deletes them in the car": [
    "Fehlercodes des Motors; clear löscht sie im Auto",
    "Codes de défaut du moteur ; clear les efface dans la voiture",
  ],
});
