// @ts-check
/** Texte auf Deutsch. */
export default {
  "tile.charged": "Geladen",
  "tile.power": "Ladeleistung",
  "tile.charger": "Lader",
  "curve.title": "Ladekurve",
  "curve.of": "Ladung vom",
  "curve.now": "jetzt",
  "curve.none": "Noch keine Ladung",
  "curve.minutes": "Minuten",
  "curve.label": "Ladezustand über der Ladezeit, geschätzt und gemessen",
  "curve.measured": "Gemessen",
  "curve.estimate": "Schätzung",
  "curve.took": "{from} bis {to} % dauerten {time}.",
  "curve.tookOf":
    "{from} bis {to} % dauerten {time}; geschätzt waren {expected}.",
  "curve.ends":
    "Nur Beginn und Ende sind bekannt: Minuten werden einen Tag aufgehoben.",
  "list.title": "Ladungen",
  "list.none": "Noch keine",
  "list.begin": "Beginn",
  "list.took": "Dauer",
  "list.estimate": "geschätzt",
};
