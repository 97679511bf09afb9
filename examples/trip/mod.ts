import {
  type Ctx,
  declare,
  definePlugin,
  distance,
  type Plugin,
  round,
  unitName,
} from "ovms-edge";

const own = declare({
  reads: { odometer: "v.p.odometer", on: "v.e.on" },
  metrics: {
    start: { name: "x.trip.start", unit: "km", keep: true },
    length: { name: "x.trip.length", unit: "km", initial: 0 },
  },
});

function answer({ metrics: { length, odometer }, user }: Ctx<typeof own>) {
  if (odometer.freshness === "unknown") return "No data from the vehicle yet";
  const shown = round(distance(length.value, user.units));
  return `Trip: ${shown} ${unitName(user.units)}`;
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "trip",
  sms: {
    "TRIP": {
      usage: "TRIP",
      query: true,
      code: 310,
      run: (_, ctx) => answer(ctx),
    },
  },
  on: {
    on: (isOn, { metrics: { start, odometer } }) => {
      if (isOn && odometer.value !== undefined) start.set(odometer.value);
    },
    odometer: (km, { metrics: { start, length } }) => {
      if (start.value === undefined) start.set(km);
      length.set(km - start.or(km));
    },
  },
});
export default plugin;
