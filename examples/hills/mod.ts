import { CommandError, definePlugin, type Plugin, v } from "ovms-edge";

const plugin: Plugin = definePlugin({
  id: "hills",
  reads: { altitude: "v.p.altitude" },
  state: () => ({ heights: [] as number[] }),
  every: {
    minute: ({ metrics, state }) => {
      if (metrics.altitude.freshness !== "fresh") return;
      state.heights.push(metrics.altitude.or(0));
    },
  },
  queries: {
    profile: {
      summary: "Altitudes of the last minutes, m",
      args: v.object({
        minutes: v.optional(v.pipe(v.number(), v.minValue(1)), 60),
      }),
      answer: v.object({ heights: v.array(v.number()) }),
      run: ({ minutes }, { state }) => ({
        heights: state.heights.slice(-minutes),
      }),
    },
    forget: {
      summary: "Forgets all altitudes",
      acts: true,
      owner: true,
      answer: v.object({ forgotten: v.number() }),
      run: (_, { state }) => {
        if (state.heights.length === 0) {
          throw new CommandError("There is nothing to forget");
        }
        return { forgotten: state.heights.splice(0).length };
      },
    },
  },
  pages: {
    hills: {
      name: "Hills",
      names: { de: "Hügel", fr: "Collines" },
      about: "history",
      icon: "M3 18 9 8l4 6 3-4 5 8z",
      module: new URL("./page/hills.js", import.meta.url),
    },
  },
});
export default plugin;
