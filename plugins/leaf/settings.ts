/** What the car cannot tell by itself; the names are those of OVMS v3. */
import { setting, v } from "ovms-edge";

const positive = v.pipe(v.number(), v.gtValue(0), v.maxValue(2000));

/** Settings `nl.*`. */
export const settings = {
  pin: setting({
    schema: v.pipe(
      v.string(),
      v.regex(/^(\d{4,8})?$/, "expected 4 to 8 digits"),
    ),
    default: "",
    secret: true,
    summary:
      "PIN that UNLOCK wants, 4 to 8 digits; without one it opens no car",
  }),
  modelyear: setting({
    schema: v.pipe(
      v.number(),
      v.integer(),
      v.minValue(2010),
      v.maxValue(2040),
    ),
    default: 2012,
    summary:
      "Model year, which decides how heating and doors are told; 2015 for a later e-NV200",
  }),
  ze1: setting({
    schema: v.picklist([0, 1]),
    default: 0,
    summary:
      "1: a car from 2018 on (ZE1); it is found out from its frames, too",
    labels: { 0: "up to 2017, or as its frames tell", 1: "from 2018 on (ZE1)" },
  }),
  maxGids: setting({
    schema: positive,
    default: 281,
    summary:
      "Gids of the battery when it was new: 281 (24 kWh), 356 (30), 502 (40), 775 (62)",
  }),
  newCarAh: setting({
    schema: positive,
    default: 66,
    unit: "Ah",
    summary: "Capacity of the battery when it was new: 66, 79, 115 or 176 Ah",
  }),
  kmPerKWh: setting({
    schema: positive,
    default: 7.1,
    summary: "Way that a kilowatt hour takes the car, km",
  }),
  whPerGid: setting({
    schema: positive,
    default: 80,
    summary: "Energy of a gid, Wh",
  }),
  speeddivisor: setting({
    schema: positive,
    default: 98,
    summary: "Raw value of the speed for 1 km/h; other tyres have another",
  }),
  cabintempoffset: setting({
    schema: v.pipe(v.number(), v.minValue(-20), v.maxValue(20)),
    default: 0,
    unit: "K",
    summary: "Correction of the cabin temperature",
  }),
  socNewCar: setting({
    schema: v.boolean(),
    default: false,
    summary: "SOC by the gids of a new battery, not the dashboard's",
  }),
  sohNewCar: setting({
    schema: v.boolean(),
    default: false,
    summary: "Range by the gids of a new battery",
  }),
};
