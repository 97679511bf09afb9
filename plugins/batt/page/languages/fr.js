// @ts-check
/** Textes en français. */
export default {
  "tile.voltage": "Tension de la batterie",
  "tile.cellSpread": "Dispersion des cellules",
  "tile.temperature": "Température",
  "tile.moduleSpread": "Dispersion des modules",
  "tile.current": "Courant",
  "tile.health": "État de santé",
  "tile.use": "SOC depuis la charge",
  "tile.use.more": "minimum et maximum",
  "group.cells": "Cellules",
  "group.modules": "Modules",
  "group.none": "Pas encore de données du véhicule",
  "group.average": "moyenne {value}",
  "group.number": "Numéro",
  "group.now": "actuel",
  "group.off": "écart à la moyenne",
  "group.largest": "maximum",
  "level.fine": "en ordre",
  "level.watch": "à surveiller",
  "level.alert": "alerte",
  "drift.title": "Dérive",
  "drift.what":
    "plus grand écart de chaque jour, mV ; les pires cellules en couleur",
  "drift.none":
    "Pas encore d’historique : la dérive demande deux jours de données",
  "drift.label": "Plus grand écart de chaque cellule par jour",
  "drift.cell": "C{n}",
  "day.title": "Dernières 24 heures",
  "day.none":
    "Pas encore assez de relevés : un par minute tant que quelque chose change",
  "day.label":
    "Tension et température de la batterie sur les dernières 24 heures",
  "day.voltage": "Tension",
};
