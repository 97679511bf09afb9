import { definePlugin, type Plugin } from "ovms-edge";

const plugin: Plugin = definePlugin({
  id: "journey",
  needs: ["memory"],
  reads: { on: "v.e.on", soc: "v.b.soc" },
  features: { rest: { slot: 3, summary: "Minutes at rest until a notice" } },
  records: {
    soc: {
      type: "X-SOC-Log",
      summary: "SOC %, note; number: always 0",
      lifetime: 86400,
      fields: { soc: 1, note: "text" },
    },
  },
  notices: {
    resting: { priority: "info", summary: "The car rests for long" },
  },
  // Made anew at each start; what is to survive goes into the memory.
  state: () => ({ minutes: 0 }),
  sms: {
    "JOURNEYS": {
      usage: "JOURNEYS",
      run: (_, { hal }) => `${hal.memory.get("count") ?? 0} journeys`,
    },
  },
  on: {
    on: (isOn, { hal: { memory }, state }) => {
      state.minutes = 0;
      const count = Number(memory.get("count") ?? 0);
      if (isOn) memory.put({ count: String(count + 1) });
    },
  },
  every: {
    minute: ({ metrics, records, features, notify, state }) => {
      const note = metrics.on.or(false) ? "driving" : "resting";
      records.soc.writeChanged(0, { soc: metrics.soc.value ?? null, note });
      if (metrics.on.or(false)) return;
      state.minutes++;
      if (state.minutes !== features.rest.value) return;
      notify.resting(`The car has been at rest for ${state.minutes} minutes`);
    },
  },
});
export default plugin;
