/** What the plugin declares, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Energy and distance by kind of driving, by trip, charge and day": [
    "Energie und Strecke nach Fahrweise, je Fahrt, Ladung und Tag",
    "Énergie et distance par type de conduite, par trajet, recharge et jour",
  ],
  "Energy and way: measured over time, or guide: counted sample by sample as the first firmware did":
    [
      "Energie und Weg: über die Zeit gemessen (measured), oder Probe für Probe gezählt wie in der ersten Firmware (guide)",
      "Énergie et distance : mesurées dans le temps (measured), ou comptées échantillon par échantillon comme le premier micrologiciel (guide)",
    ],
  "measured over time": ["über die Zeit gemessen", "mesurées dans le temps"],
  "sample by sample": ["Probe für Probe", "échantillon par échantillon"],
  "Efficiency of the trip (E), totals (T), last seven days (D)": [
    "Verbrauch der Fahrt (E), Summen (T), die letzten sieben Tage (D)",
    "Rendement du trajet (E), totaux (T), sept derniers jours (D)",
  ],
  "Pushes the efficiency of the trip, or its totals (T)": [
    "Sendet den Verbrauch der Fahrt, oder ihre Summen (T)",
    "Envoie le rendement du trajet, ou ses totaux (T)",
  ],
  "Sends the records {first} and {second}": [
    "Sendet die Aufzeichnungen {first} und {second}",
    "Envoie les enregistrements {first} et {second}",
  ],
  "Power statistics: 1/10 m and energy units of 1/22500 Wh by speed, m by level":
    [
      "Leistungsstatistik: 1/10 m und Energieeinheiten von 1/22500 Wh nach Geschwindigkeit, m nach Höhe",
      "Statistiques de puissance : 1/10 m et unités d’énergie de 1/22500 Wh par vitesse, m par dénivelé",
    ],
  "Power statistics: m, Wh, tenths of seconds, sums of 1/100 km/h and of their changes by speed; m and Wh by level; Ah":
    [
      "Leistungsstatistik: m, Wh, Zehntelsekunden, Summen von 1/100 km/h und ihrer Änderungen nach Geschwindigkeit; m und Wh nach Höhe; Ah",
      "Statistiques de puissance : m, Wh, dixièmes de seconde, sommes de 1/100 km/h et de leurs variations par vitesse ; m et Wh par dénivelé ; Ah",
    ],
  "A trip: UTC, s, km, Wh, km/h; number: odometer in km": [
    "Eine Fahrt: UTC, s, km, Wh, km/h; Nummer: Kilometerstand in km",
    "Un trajet : UTC, s, km, Wh, km/h ; numéro : compteur en km",
  ],
  "A charge: UTC, s, Wh, SOC in %; number: odometer in km": [
    "Eine Ladung: UTC, s, Wh, Ladezustand in %; Nummer: Kilometerstand in km",
    "Une recharge : UTC, s, Wh, état de charge en % ; numéro : compteur en km",
  ],
  "A day: Wh, km; number: the date as YYYYMMDD": [
    "Ein Tag: Wh, km; Nummer: das Datum als JJJJMMTT",
    "Un jour : Wh, km ; numéro : la date en AAAAMMJJ",
  ],
});
