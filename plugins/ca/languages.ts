/** What the plugin declares, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Charge alerts": ["Ladealarme", "Alertes de charge"],
  "Charge alerts and times": [
    "Ladealarme und Ladezeiten",
    "Alertes et durées de charge",
  ],
  "The charge is neither limited nor stopped while CAN writing is off: allow it with FEATURE 15 1":
    [
      "Die Ladung wird weder begrenzt noch beendet, solange das Schreiben auf den CAN-Bus aus ist: FEATURE 15 1 erlaubt es",
      "La charge n’est ni limitée ni arrêtée tant que l’écriture CAN est désactivée : FEATURE 15 1 l’autorise",
    ],
  "Sets charge alerts, or none": [
    "Setzt Ladealarme, oder keine",
    "Définit des alertes de charge, ou aucune",
  ],
  "Sufficient SOC of the charge alert; 0 for none": [
    "Ausreichender Ladezustand für den Ladealarm; 0 für keinen",
    "État de charge suffisant de l’alerte ; 0 pour aucun",
  ],
  "Sufficient range of the charge alert; 0 for none": [
    "Ausreichende Reichweite für den Ladealarm; 0 für keine",
    "Autonomie suffisante de l’alerte ; 0 pour aucune",
  ],
  "Sufficient range and SOC, stop (S) or notify (N) there, level, stop now (H), reset (R)":
    [
      "Ausreichende Reichweite und Ladezustand, dort beenden (S) oder melden (N), Stufe, jetzt beenden (H), zurücksetzen (R)",
      "Autonomie et état de charge suffisants, y arrêter (S) ou avertir (N), niveau, arrêter maintenant (H), remettre à zéro (R)",
    ],
  "What happens at the sufficient SOC or range: 0 notify, else stop": [
    "Was bei ausreichendem Ladezustand oder Reichweite geschieht: 0 melden, sonst beenden",
    "Ce qui se passe à l’état de charge ou l’autonomie suffisante : 0 avertir, sinon arrêter",
  ],
  "What happens at the sufficient SOC or range: 0 notify, 1 stop": [
    "Was bei ausreichendem Ladezustand oder Reichweite geschieht: 0 melden, 1 beenden",
    "Ce qui se passe à l’état de charge ou l’autonomie suffisante : 0 avertir, 1 arrêter",
  ],
  "Limits the charge to so many A at the battery": [
    "Begrenzt die Ladung auf so viele A am Akku",
    "Limite la charge à tant d’ampères à la batterie",
  ],
  "Charge level, 1 to 7: about 300 to 2100 W; 0 for no limit": [
    "Ladestufe, 1 bis 7: etwa 300 bis 2100 W; 0 für keine Grenze",
    "Niveau de charge, 1 à 7 : environ 300 à 2100 W ; 0 sans limite",
  ],
  "Stops the charge, as CA H does": [
    "Beendet die Ladung, wie CA H",
    "Arrête la charge, comme CA H",
  ],
  "At the sufficient SOC or range: STANDARD notifies, the others stop; limits the charge to A at the battery":
    [
      "Bei ausreichendem Ladezustand oder Reichweite: STANDARD meldet, die anderen beenden; begrenzt die Ladung auf A am Akku",
      "À l’état de charge ou l’autonomie suffisante : STANDARD avertit, les autres arrêtent ; limite la charge à A à la batterie",
    ],
});
