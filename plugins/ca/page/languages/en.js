// @ts-check
/** Texts in English; other languages have the same keys. */
export default {
  "tile.charged": "Charged",
  "tile.power": "Charge power",
  "tile.charger": "Charger",
  "curve.title": "Charge curve",
  "curve.of": "Charge of",
  "curve.now": "now",
  "curve.none": "No charge yet",
  "curve.minutes": "minutes",
  "curve.label":
    "State of charge over the time of the charge, estimate and measured",
  "curve.measured": "Measured",
  "curve.estimate": "Estimate",
  "curve.took": "{from} to {to} % took {time}.",
  "curve.tookOf": "{from} to {to} % took {time}; the estimate was {expected}.",
  "curve.ends": "Only begin and end are known: minutes are kept for a day.",
  "list.title": "Charges",
  "list.none": "None yet",
  "list.begin": "Begin",
  "list.took": "took",
  "list.estimate": "estimate",
};
