/** What the plugin declares, and the controller's faults, in other languages. */
import { textTable } from "ovms-edge";
import { faultRows } from "./texts/faults.ts";

export const texts = textTable(["de", "fr"], {
  "Faults and logs of the motor controller": [
    "Fehler und Protokolle der Motorsteuerung",
    "Défauts et journaux du contrôleur moteur",
  ],
  "Logs of the motor controller; LOGS CLEAR [log] clears them": [
    "Protokolle der Motorsteuerung; LOGS CLEAR [log] löscht sie",
    "Journaux du contrôleur moteur ; LOGS CLEAR [log] les efface",
  ],
  "Key hours of the motor controller: h, steps of 15 s": [
    "Betriebsstunden der Motorsteuerung: h, Schritte von 15 s",
    "Heures de contact du contrôleur moteur : h, pas de 15 s",
  ],
  "Active faults of the motor controller": [
    "Anliegende Fehler der Motorsteuerung",
    "Défauts actifs du contrôleur moteur",
  ],
  "Fault log of the motor controller: key hours, steps of 15 s": [
    "Fehlerprotokoll der Motorsteuerung: Betriebsstunden, Schritte von 15 s",
    "Journal des défauts du contrôleur moteur : heures de contact, pas de 15 s",
  ],
  "System log of the motor controller: key hours, steps of 15 s": [
    "Systemprotokoll der Motorsteuerung: Betriebsstunden, Schritte von 15 s",
    "Journal système du contrôleur moteur : heures de contact, pas de 15 s",
  ],
  "Fault counters of the motor controller: last and first time": [
    "Fehlerzähler der Motorsteuerung: letztes und erstes Mal",
    "Compteurs de défauts du contrôleur moteur : dernière et première fois",
  ],
  "Lowest and highest values of the motor controller: battery and capacitor in 1/16 V, A, rpm, °C":
    [
      "Kleinste und größte Werte der Motorsteuerung: Akku und Kondensator in 1/16 V, A, U/min, °C",
      "Valeurs minimales et maximales du contrôleur moteur : batterie et condensateur en 1/16 V, A, tr/min, °C",
    ],
  "Clears a log of the motor controller; 99 clears all": [
    "Löscht ein Protokoll der Motorsteuerung; 99 löscht alle",
    "Efface un journal du contrôleur moteur ; 99 les efface tous",
  ],
  "Sends entries of a log of the motor controller as records": [
    "Sendet Einträge eines Protokolls der Motorsteuerung als Aufzeichnungen",
    "Envoie des entrées d’un journal du contrôleur moteur comme enregistrements",
  ],
  "warning": ["Warnung", "avertissement"],
  "drive inhibited": ["Fahren gesperrt", "conduite bloquée"],
  "severe": ["schwer", "grave"],
  "very severe": ["sehr schwer", "très grave"],
  "return to base": ["Werkstatt", "retour atelier"],
  ...faultRows,
});
