import {
  type Alert,
  alerts,
  definePlugin,
  type Plugin,
  textTable,
  told,
  v,
} from "ovms-edge";

const texts = textTable(["de", "fr"], {
  "Warns of frost": ["Warnt vor Frost", "Avertit du gel"],
  "Temperature below which it warns": [
    "Temperatur, unter der es warnt",
    "Température sous laquelle il avertit",
  ],
  "It is cold outside: {degrees} °C": [
    "Draußen ist es kalt: {degrees} °C",
    "Il fait froid dehors : {degrees} °C",
  ],
  "Mind the range, and charge while the battery is warm": [
    "Auf die Reichweite achten, und laden, solange der Akku warm ist",
    "Surveillez l’autonomie, et rechargez tant que la batterie est chaude",
  ],
  "none yet": ["noch keiner", "pas encore"],
});

const plugin: Plugin = definePlugin({
  id: "frost",
  summary: "Warns of frost",
  texts,
  reads: { outside: "v.e.temp" },
  settings: {
    below: {
      schema: v.pipe(v.number(), v.minValue(-20), v.maxValue(10)),
      default: 3,
      unit: "°C",
      summary: "Temperature below which it warns",
    },
  },
  queries: {
    alerts: {
      summary: "Frost",
      answer: alerts,
      run: (_, { metrics: { outside }, settings }) => {
        const degrees = outside.or(Infinity);
        const frost: Alert = {
          level: "watch",
          text: `It is cold outside: ${degrees.toFixed(1)} °C`,
          todo: "Mind the range, and charge while the battery is warm",
          page: "",
        };
        return degrees < settings.below ? [frost] : [];
      },
    },
    frost: {
      summary: "The last frost",
      answer: v.object({ id: v.string(), words: told }),
      run: () => ({ id: "last", words: "none yet" }),
    },
  },
});
export default plugin;
