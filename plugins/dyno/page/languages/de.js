// @ts-check
/** Texte auf Deutsch. */
export default {
  "run.stop": "Anhalten",
  "run.start": "Starten",
  "run.forget": "Gemessenes vergessen",
  "run.save": "Als CSV speichern",
  "tile.speed": "Geschwindigkeit",
  "tile.torque": "Drehmoment",
  "tile.power": "Motorleistung",
  "tile.battery": "Akku",
  "tile.current": "Motorstrom",
  "tile.slip": "Schlupf",
  "curve.driving": "Fahren",
  "curve.regaining": "Rückgewinnen",
  "curve.label":
    "{what}: höchste Leistung und höchstes Drehmoment je Geschwindigkeit",
  "curve.power": "Leistung",
  "curve.none": "Noch nichts gemessen",
  "run.how":
    "Die höchste Akkuleistung und das höchste Motordrehmoment bei jeder Geschwindigkeit. Solange es läuft, fragt es die Motorsteuerung zehnmal je Sekunde nach zehn Werten: anhalten, wenn es nicht gebraucht wird.",
  "state.off": { one: "Aus, {n} Messung", other: "Aus, {n} Messungen" },
  "state.measuring": {
    one: "Misst, {n} Messung",
    other: "Misst, {n} Messungen",
  },
  "state.waiting": {
    one: "Wartet auf D oder R, {n} Messung",
    other: "Wartet auf D oder R, {n} Messungen",
  },
  "state.broken": "{n} abgebrochen",
};
