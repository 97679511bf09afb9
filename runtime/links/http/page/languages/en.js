// @ts-check
/** The console's own texts in English; other languages have the same keys. */
export default {
  "alerts.alert": { one: "{n} alert", other: "{n} alerts" },
  "alerts.watch": { one: "{n} warning", other: "{n} warnings" },
  "alerts.note": { one: "{n} hint", other: "{n} hints" },
  "alerts.show": "Show",
  "alerts.showThis": "Show: {what}",
  "level.alert": "alert",
  "level.watch": "warning",
  "span.days": { one: "{n} day", other: "{n} days" },
  "level.note": "hint",
};
