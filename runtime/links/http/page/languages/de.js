// @ts-check
/** Die eigenen Texte der Konsole auf Deutsch. */
export default {
  "alerts.alert": { one: "{n} Alarm", other: "{n} Alarme" },
  "alerts.watch": { one: "{n} Warnung", other: "{n} Warnungen" },
  "alerts.note": { one: "{n} Hinweis", other: "{n} Hinweise" },
  "alerts.show": "Zeigen",
  "alerts.showThis": "Zeigen: {what}",
  "level.alert": "Alarm",
  "level.watch": "Warnung",
  "span.days": { one: "{n} Tag", other: "{n} Tage" },
  "level.note": "Hinweis",
};
