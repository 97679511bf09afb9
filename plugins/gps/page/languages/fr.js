// @ts-check
/** Textes en français. */
export default {
  "choice.last": "Des dernières",
  "choice.hour": "1 heure",
  "choice.hours": { one: "{n} heure", other: "{n} heures" },
  "choice.days": { one: "{n} jour", other: "{n} jours" },
  "choice.colour": "Couleur selon",
  "choice.track": "Parcours",
  "choice.newest": "le plus récent",
  "choice.compare": "Comparer avec",
  "choice.none": "aucun",
  "track.none": "Pas de parcours",
  "track.how":
    "En roulant, une position par minute ; avec FEATURE 8 1, une toutes les 5 secondes.",
  "track.until": "jusqu’à {when}",
  "track.label": "Parcours de {n} points",
  "track.sum":
    "{n} points · GSM {gsm} sur 31 en moyenne · pertes : réseau {network} ×, serveur {server} ×, GPS {gps} ×",
  "track.signs": "○ début · ● fin · pertes : ✕ réseau, ◇ serveur, ○ rouge GPS",
  "measure.speed": "Vitesse",
  "measure.altitude": "Altitude",
  "measure.gsm": "Qualité GSM",
  "measure.gps": "Qualité GPS",
};
