import { definePlugin, type Plugin, v } from "ovms-edge";

/** What is told at the end of a journey. */
const ended = v.object({ minutes: v.number() });

/** Tells when a journey ends. */
export const journeys: Plugin = definePlugin({
  id: "journeys",
  reads: { on: "v.e.on" },
  events: { ended },
  state: () => ({ since: 0 }),
  on: {
    on: (isOn, { emit, state, now }) => {
      if (isOn) state.since = now;
      else emit.ended({ minutes: (now - state.since) / 60 });
    },
  },
});

/** Another plugin, which hears of it. */
export const commute: Plugin = definePlugin({
  id: "commute",
  hears: { "journeys.ended": ended },
  state: () => ({ longest: 0 }),
  on: {
    "journeys.ended": ({ minutes }, { state }) => {
      state.longest = Math.max(state.longest, minutes);
    },
  },
  sms: {
    "LONGEST": {
      usage: "LONGEST",
      run: (_, { state }) => `Longest journey: ${state.longest} min`,
    },
  },
});

/** `deno task start --plugin examples/commute` loads both. */
export default [journeys, commute];
