/** What the plugin declares, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Power and torque over speed, measured while driving": [
    "Leistung und Drehmoment über der Geschwindigkeit, beim Fahren gemessen",
    "Puissance et couple selon la vitesse, mesurés en roulant",
  ],
  "Measures power and torque over speed while driving": [
    "Misst beim Fahren Leistung und Drehmoment über der Geschwindigkeit",
    "Mesure en roulant puissance et couple selon la vitesse",
  ],
  "Highest battery power while driving, kW by km/h from 0 on": [
    "Größte Akkuleistung beim Fahren, kW je km/h ab 0",
    "Puissance maximale de la batterie en roulant, kW par km/h depuis 0",
  ],
  "Highest battery power while regaining, kW by km/h from 0 on": [
    "Größte Akkuleistung beim Rekuperieren, kW je km/h ab 0",
    "Puissance maximale de la batterie en récupération, kW par km/h depuis 0",
  ],
  "Highest torque while driving, Nm by km/h from 0 on": [
    "Größtes Drehmoment beim Fahren, Nm je km/h ab 0",
    "Couple maximal en roulant, Nm par km/h depuis 0",
  ],
  "Highest torque while regaining, Nm by km/h from 0 on": [
    "Größtes Drehmoment beim Rekuperieren, Nm je km/h ab 0",
    "Couple maximal en récupération, Nm par km/h depuis 0",
  ],
  "Time between records RT-ENG-SDO while the dyno measures; 0 for none": [
    "Zeit zwischen den Aufzeichnungen RT-ENG-SDO, während der Prüfstand misst; 0 für keine",
    "Délai entre les enregistrements RT-ENG-SDO pendant la mesure ; 0 pour aucun",
  ],
  "All raw values of the controller's lists 4600 and 4602; number: the list": [
    "Alle Rohwerte der Listen 4600 und 4602 der Motorsteuerung; Nummer: die Liste",
    "Toutes les valeurs brutes des listes 4600 et 4602 du contrôleur ; numéro : la liste",
  ],
});
