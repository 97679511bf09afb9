// @ts-check
/** Les textes de la console en français. */
export default {
  "alerts.alert": { one: "{n} alerte", other: "{n} alertes" },
  "alerts.watch": { one: "{n} avertissement", other: "{n} avertissements" },
  "alerts.note": { one: "{n} remarque", other: "{n} remarques" },
  "alerts.show": "Voir",
  "alerts.showThis": "Voir : {what}",
  "level.alert": "alerte",
  "level.watch": "avertissement",
  "span.days": { one: "{n} jour", other: "{n} jours" },
  "level.note": "remarque",
};
