/** What the plugin declares and tells, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Trips and charges of any car": [
    "Fahrten und Ladungen jedes Autos",
    "Trajets et recharges de toute voiture",
  ],
  "Price of a charge from now on; 0 for none": [
    "Preis einer Ladung von jetzt an; 0 für keinen",
    "Prix d’une recharge à partir de maintenant ; 0 pour aucun",
  ],
  "per kWh": ["je kWh", "par kWh"],
  "Currency of the price": ["Währung des Preises", "Monnaie du prix"],
  "a letter or a sign and up to 7 characters more, such as EUR or €": [
    "ein Buchstabe oder ein Zeichen und bis zu 7 Zeichen mehr, wie EUR oder €",
    "une lettre ou un signe et jusqu’à 7 caractères de plus, tel que EUR ou €",
  ],
  "Pause after which a trip or a charge is over": [
    "Pause, nach der eine Fahrt oder eine Ladung zu Ende ist",
    "Pause après laquelle un trajet ou une recharge est terminé",
  ],
  "Whether trips and charges keep where they began and ended": [
    "Ob Fahrten und Ladungen festhalten, wo sie begannen und endeten",
    "Conserver où les trajets et recharges ont commencé et fini",
  ],
  "A trip: UTC, s, km, Wh, %, km/h, kW, degrees; what was not known is empty; number: odometer in km":
    [
      "Eine Fahrt: UTC, s, km, Wh, %, km/h, kW, Grad; was nicht bekannt war, ist leer; Nummer: Kilometerstand in km",
      "Un trajet : UTC, s, km, Wh, %, km/h, kW, degrés ; ce qui n’était pas connu est vide ; numéro : compteur en km",
    ],
  "A charge: UTC, s, Wh at the battery and of the mains, %, kW, °C, cost, degrees; what was not known is empty; number: odometer in km":
    [
      "Eine Ladung: UTC, s, Wh am Akku und am Netz, %, kW, °C, Kosten, Grad; was nicht bekannt war, ist leer; Nummer: Kilometerstand in km",
      "Une recharge : UTC, s, Wh à la batterie et au secteur, %, kW, °C, coût, degrés ; ce qui n’était pas connu est vide ; numéro : compteur en km",
    ],
  "There is no {id}: it was not kept, or never was": [
    "Es gibt kein {id}: es wurde nicht aufgehoben, oder war nie da",
    "Il n’y a pas de {id} : cela n’a pas été conservé, ou n’a jamais existé",
  ],
});
