/** What the Leaf's own plugins declare, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Frames and polls of the Nissan Leaf": [
    "Frames und Abfragen des Nissan Leaf",
    "Trames et requêtes de la Nissan Leaf",
  ],
  "PIN that UNLOCK wants, 4 to 8 digits; without one it opens no car": [
    "PIN, die UNLOCK verlangt, 4 bis 8 Ziffern; ohne PIN öffnet es kein Auto",
    "Code que UNLOCK demande, 4 à 8 chiffres ; sans code il n’ouvre aucune voiture",
  ],
  "Model year, which decides how heating and doors are told; 2015 for a later e-NV200":
    [
      "Modelljahr, das entscheidet, wie Heizung und Türen angesprochen werden; 2015 für einen neueren e-NV200",
      "Année-modèle, qui décide comment chauffage et portes sont commandés ; 2015 pour un e-NV200 plus récent",
    ],
  "1: a car from 2018 on (ZE1); it is found out from its frames, too": [
    "1: ein Auto ab 2018 (ZE1); das zeigen auch seine Frames",
    "1 : une voiture à partir de 2018 (ZE1) ; ses trames le montrent aussi",
  ],
  "up to 2017, or as its frames tell": [
    "bis 2017, oder was seine Frames zeigen",
    "jusqu’en 2017, ou selon ses trames",
  ],
  "from 2018 on (ZE1)": ["ab 2018 (ZE1)", "à partir de 2018 (ZE1)"],
  "Gids of the battery when it was new: 281 (24 kWh), 356 (30), 502 (40), 775 (62)":
    [
      "Gids des Akkus, als er neu war: 281 (24 kWh), 356 (30), 502 (40), 775 (62)",
      "Gids de la batterie neuve : 281 (24 kWh), 356 (30), 502 (40), 775 (62)",
    ],
  "Capacity of the battery when it was new: 66, 79, 115 or 176 Ah": [
    "Kapazität des Akkus, als er neu war: 66, 79, 115 oder 176 Ah",
    "Capacité de la batterie neuve : 66, 79, 115 ou 176 Ah",
  ],
  "Way that a kilowatt hour takes the car, km": [
    "Strecke je Kilowattstunde, km",
    "Distance par kilowattheure, km",
  ],
  "Energy of a gid, Wh": ["Energie eines Gids, Wh", "Énergie d’un gid, Wh"],
  "Raw value of the speed for 1 km/h; other tyres have another": [
    "Rohwert der Geschwindigkeit für 1 km/h; andere Reifen haben einen anderen",
    "Valeur brute de la vitesse pour 1 km/h ; d’autres pneus en ont une autre",
  ],
  "Correction of the cabin temperature": [
    "Korrektur der Innenraumtemperatur",
    "Correction de la température de l’habitacle",
  ],
  "SOC by the gids of a new battery, not the dashboard's": [
    "Ladezustand nach den Gids eines neuen Akkus, nicht der der Anzeige",
    "État de charge selon les gids d’une batterie neuve, non celui du tableau de bord",
  ],
  "Range by the gids of a new battery": [
    "Reichweite nach den Gids eines neuen Akkus",
    "Autonomie selon les gids d’une batterie neuve",
  ],
  "Climate, charge start and locks of the Leaf": [
    "Klimatisierung, Ladestart und Verriegelung des Leaf",
    "Climatisation, démarrage de charge et verrouillage de la Leaf",
  ],
  "Switches the air conditioning on or off": [
    "Schaltet die Klimaanlage ein oder aus",
    "Allume ou éteint la climatisation",
  ],
  "Starts a charge that waits for its timer": [
    "Startet eine Ladung, die auf ihren Timer wartet",
    "Démarre une charge qui attend sa minuterie",
  ],
  "Locks the car, whatever the PIN": [
    "Verriegelt das Auto, gleich mit welcher PIN",
    "Verrouille la voiture, quel que soit le code",
  ],
  "Unlocks the car if the PIN is that of the setting nl.pin": [
    "Entriegelt das Auto, wenn die PIN die der Einstellung nl.pin ist",
    "Déverrouille la voiture si le code est celui du réglage nl.pin",
  ],
});
