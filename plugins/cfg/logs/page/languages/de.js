// @ts-check
/** Texte auf Deutsch. */
export default {
  "log.alerts": "Aktive Fehler",
  "log.faults": "Fehlerprotokoll",
  "log.system": "Systemprotokoll",
  "log.counts": "Fehlerzähler",
  "log.minmax": "Kleinste und größte Werte",
  "read.when":
    "Die Motorsteuerung antwortet nur, solange der Schlüssel an ist und Funktion 15 das Fragen erlaubt.",
  "read.title": "Was die Motorsteuerung notiert",
  "read.about":
    "Die Motorsteuerung führt diese Protokolle selbst, auch während das Gateway aus ist. Lesen ändert nichts.",
  "read.all": "Alle lesen",
  "read.busy": "Liest die Motorsteuerung …",
  "read.one": "Lesen",
  "clear.sure": "Wirklich löschen",
  "clear.first": "Löschen",
  "log.unread": "Noch nicht gelesen",
  "log.empty": "Keine Einträge",
  "log.older": "Ältere: noch {n}",
  "entry.times": { one: "{n}-mal", other: "{n}-mal" },
  "entry.first": "zuerst bei {time} Schlüsselzeit",
  "entry.last": "zuletzt bei {time} Schlüsselzeit",
  "entry.at": "bei {time} Schlüsselzeit",
  "entry.data": "Daten {data}",
  "span.of": "Wert",
  "span.range": "Kleinster und größter",
  "span.battery": "Akku",
  "span.capacitor": "Kondensator",
  "span.motor": "Motor",
  "span.speed": "Motordrehzahl",
  "span.heat": "Temperatur",
};
