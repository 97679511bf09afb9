// @ts-check
/** Textes en français. */
export default {
  "log.alerts": "Défauts actifs",
  "log.faults": "Journal des défauts",
  "log.system": "Journal du système",
  "log.counts": "Compteurs de défauts",
  "log.minmax": "Valeurs minimales et maximales",
  "read.when":
    "Le contrôleur ne répond que clé mise, et si la fonction 15 permet de l’interroger.",
  "read.title": "Ce que note le contrôleur",
  "read.about":
    "Le contrôleur tient ces journaux lui-même, même passerelle éteinte. Les lire ne change rien.",
  "read.all": "Tout lire",
  "read.busy": "Lecture du contrôleur …",
  "read.one": "Lire",
  "clear.sure": "Vraiment effacer",
  "clear.first": "Effacer",
  "log.unread": "Pas encore lu",
  "log.empty": "Aucune entrée",
  "log.older": "Plus anciennes : encore {n}",
  "entry.times": { one: "{n} fois", other: "{n} fois" },
  "entry.first": "d’abord à {time} de contact",
  "entry.last": "en dernier à {time} de contact",
  "entry.at": "à {time} de contact",
  "entry.data": "données {data}",
  "span.of": "Valeur",
  "span.range": "Minimum et maximum",
  "span.battery": "Batterie",
  "span.capacitor": "Condensateur",
  "span.motor": "Moteur",
  "span.speed": "Régime du moteur",
  "span.heat": "Température",
};
