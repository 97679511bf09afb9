/** What the plugin declares, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Trouble codes of the Twizy's display": [
    "Fehlercodes der Anzeige des Twizy",
    "Codes de défaut de l’afficheur du Twizy",
  ],
  "Asks the display for trouble codes every 10 s while the car is awake (60 s while it charges), and tells new ones":
    [
      "Fragt die Anzeige alle 10 s nach Fehlercodes, solange das Auto wach ist (60 s beim Laden), und meldet neue",
      "Demande les codes de défaut à l’afficheur toutes les 10 s tant que la voiture est éveillée (60 s en charge), et annonce les nouveaux",
    ],
  "Counts how often a trouble code was present anew with each drive and charge":
    [
      "Zählt mit jeder Fahrt und Ladung neu, wie oft ein Fehlercode anlag",
      "Recompte à chaque trajet et recharge combien de fois un code de défaut était présent",
    ],
  "Trouble codes that the display stored; clear deletes them, reset counts presences anew":
    [
      "Fehlercodes, die die Anzeige gespeichert hat; clear löscht sie, reset zählt neu",
      "Codes de défaut gardés par l’afficheur ; clear les efface, reset recompte leurs présences",
    ],
  "Asks a control unit, or all of them; services that change something are not sent":
    [
      "Fragt ein Steuergerät oder alle; Dienste, die etwas ändern, werden nicht gesendet",
      "Interroge un calculateur, ou tous ; les services qui changent quelque chose ne sont pas envoyés",
    ],
  "A trouble code that the display stored; number: its slot": [
    "Ein Fehlercode, den die Anzeige gespeichert hat; Nummer: sein Platz",
    "Un code de défaut gardé par l’afficheur ; numéro : son emplacement",
  ],
});
