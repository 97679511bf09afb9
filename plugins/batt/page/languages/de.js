// @ts-check
/** Texte auf Deutsch. */
export default {
  "tile.voltage": "Akkuspannung",
  "tile.cellSpread": "Streuung der Zellen",
  "tile.temperature": "Temperatur",
  "tile.moduleSpread": "Streuung der Module",
  "tile.current": "Strom",
  "tile.health": "Zustand",
  "tile.use": "SOC seit dem Laden",
  "tile.use.more": "kleinster und größter",
  "group.cells": "Zellen",
  "group.modules": "Module",
  "group.none": "Noch keine Daten vom Fahrzeug",
  "group.average": "Mittel {value}",
  "group.number": "Nummer",
  "group.now": "jetzt",
  "group.off": "ab vom Mittel",
  "group.largest": "größte",
  "level.fine": "in Ordnung",
  "level.watch": "beobachten",
  "level.alert": "Alarm",
  "drift.title": "Drift",
  "drift.what":
    "größte Abweichung jedes Tages, mV; die schlechtesten Zellen farbig",
  "drift.none": "Noch keine Akkudaten: Drift braucht Daten von zwei Tagen",
  "drift.label": "Größte Abweichung jeder Zelle nach Tagen",
  "drift.cell": "Z{n}",
  "day.title": "Letzte 24 Stunden",
  "day.none":
    "Noch zu wenige Werte: einer je Minute, solange sich etwas ändert",
  "day.label": "Akkuspannung und Temperatur der letzten 24 Stunden",
  "day.voltage": "Spannung",
};
