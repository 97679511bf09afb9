/** What the Twizy's own plugins declare, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Release whose commands, texts and records it has": [
    "Version der Firmware, deren Befehle, Texte und Aufzeichnungen es hat",
    "Version du micrologiciel dont il a les commandes, textes et enregistrements",
  ],
  "Decodes the frames of the Twizy": [
    "Dekodiert die Frames des Twizy",
    "Décode les trames du Twizy",
  ],
  "Warning lamps and the BMS of other batteries": [
    "Warnlampen und das BMS anderer Akkus",
    "Voyants et BMS d’autres batteries",
  ],
  "Key and mains plug of the Twizy": [
    "Zündschlüssel und Netzstecker des Twizy",
    "Clé de contact et prise secteur du Twizy",
  ],
  "Charge port and SOC window of the Twizy": [
    "Ladeanschluss und Ladefenster des Twizy",
    "Prise de charge et fenêtre de charge du Twizy",
  ],
  "Capacity of the battery as its charges show it": [
    "Kapazität des Akkus, wie seine Ladungen sie zeigen",
    "Capacité de la batterie telle que ses charges la montrent",
  ],
  "Capacity of the battery in % and Ah, and its state of health": [
    "Kapazität des Akkus in % und Ah, und sein Gesundheitszustand",
    "Capacité de la batterie en % et Ah, et son état de santé",
  ],
  "Capacity of the battery; 0 while it is not known": [
    "Kapazität des Akkus; 0, solange sie nicht bekannt ist",
    "Capacité de la batterie ; 0 tant qu’elle n’est pas connue",
  ],
  "Records for today's apps": [
    "Aufzeichnungen für heutige Apps",
    "Enregistrements pour les applications actuelles",
  ],
  "State of the battery: levels, SOC in 1/100 %, 1/10 V, °C, spread in mV and °C, limits in 100 W":
    [
      "Zustand des Akkus: Stufen, Ladezustand in 1/100 %, 1/10 V, °C, Streuung in mV und °C, Grenzen in 100 W",
      "État de la batterie : niveaux, état de charge en 1/100 %, 1/10 V, °C, dispersion en mV et °C, limites en 100 W",
    ],
  "State of each cell and its module: levels, mV, °C": [
    "Zustand jeder Zelle und ihres Moduls: Stufen, mV, °C",
    "État de chaque cellule et de son module : niveaux, mV, °C",
  ],
  "A trip or a charge: km, °, m, min, %, Wh, m, km, V, °C, km/h and km/h in a second, Ah":
    [
      "Eine Fahrt oder eine Ladung: km, °, m, min, %, Wh, m, km, V, °C, km/h und km/h je Sekunde, Ah",
      "Un trajet ou une recharge : km, °, m, min, %, Wh, m, km, V, °C, km/h et km/h par seconde, Ah",
    ],
  "Levels of the pack, extremes of this use": [
    "Pegel des Akkus, Extreme dieser Nutzung",
    "Niveaux de la batterie, extrêmes de cet usage",
  ],
  "Inner values for developers": [
    "Innere Werte für Entwickler",
    "Valeurs internes pour développeurs",
  ],
  "Limits and stops a charge on the bus": [
    "Begrenzt und beendet eine Ladung über den Bus",
    "Limite et arrête une charge par le bus",
  ],
  "Temperatures, and a car that was left switched on": [
    "Temperaturen, und ein Auto, das eingeschaltet zurückblieb",
    "Températures, et une voiture laissée allumée",
  ],
  "Temperatures": ["Temperaturen", "Températures"],
});
