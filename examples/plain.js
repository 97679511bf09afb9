/** The same contract without an import: an object, checked when it is loaded. */
export default {
  id: "plain",
  metrics: { count: { name: "x.plain.count", unit: "", initial: 0 } },
  sms: {
    "PLAIN": {
      usage: "PLAIN [name]",
      summary: "Counts its calls",
      run([name = "nobody"], { metrics }) {
        metrics.count.set(metrics.count.value + 1);
        return [`Call ${metrics.count.value}`, `by ${name}`];
      },
    },
  },
};
