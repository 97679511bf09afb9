// @ts-check
/** Textes en français. */
export default {
  "tile.charged": "Chargé",
  "tile.power": "Puissance de charge",
  "tile.charger": "Chargeur",
  "curve.title": "Courbe de charge",
  "curve.of": "Charge du",
  "curve.now": "en cours",
  "curve.none": "Pas encore de charge",
  "curve.minutes": "minutes",
  "curve.label": "État de charge au fil de la charge, estimé et mesuré",
  "curve.measured": "Mesuré",
  "curve.estimate": "Estimation",
  "curve.took": "De {from} à {to} % : {time}.",
  "curve.tookOf":
    "De {from} à {to} % : {time} ; l’estimation était de {expected}.",
  "curve.ends":
    "Seuls le début et la fin sont connus : les minutes sont gardées un jour.",
  "list.title": "Charges",
  "list.none": "Rien pour l’instant",
  "list.begin": "Début",
  "list.took": "durée",
  "list.estimate": "estimé",
};
