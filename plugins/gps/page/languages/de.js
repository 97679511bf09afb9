// @ts-check
/** Texte auf Deutsch. */
export default {
  "choice.last": "Aus den letzten",
  "choice.hour": "1 Stunde",
  "choice.hours": { one: "{n} Stunde", other: "{n} Stunden" },
  "choice.days": { one: "{n} Tag", other: "{n} Tagen" },
  "choice.colour": "Farbe nach",
  "choice.track": "Spur",
  "choice.newest": "die neueste",
  "choice.compare": "Vergleichen mit",
  "choice.none": "keiner",
  "track.none": "Keine Spur",
  "track.how":
    "Während der Fahrt gibt es eine Position je Minute; mit FEATURE 8 1 eine alle 5 Sekunden.",
  "track.until": "bis {when}",
  "track.label": "Spur aus {n} Punkten",
  "track.sum":
    "{n} Punkte · GSM im Mittel {gsm} von 31 · verloren: Netz {network} ×, Server {server} ×, GPS {gps} ×",
  "track.signs": "○ Beginn · ● Ende · verloren: ✕ Netz, ◇ Server, rotes ○ GPS",
  "measure.speed": "Geschwindigkeit",
  "measure.altitude": "Höhe",
  "measure.gsm": "GSM-Qualität",
  "measure.gps": "GPS-Qualität",
};
