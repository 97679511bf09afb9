import * as v from "valibot";
import { told, toldPart } from "../../../contract/texts.ts";
import { frameName } from "../../../frames/frame_watch.ts";
import { refusing } from "../answers/problem.ts";
import { route } from "./route.ts";

/** A byte that changed within this time counts as changing, ms. */
const RECENT = 1500;

/** A device or part of the gateway. */
export const deviceAnswer = v.object({
  /** Such as `can`, `can2`, `gsm`, `gps`, `supply`, `clock`, `store`. */
  part: v.string(),
  /** A name for people, such as `modem:/dev/ttyUSB2`. */
  name: told,
  /** What it is at, or what is wrong. */
  state: told,
  fine: v.boolean(),
  notes: v.array(told),
  /** What it counts, by names that tell what. */
  counters: v.pipe(v.record(v.string(), v.number()), toldPart("keys")),
  /** What was wrong last, seconds ago; null where nothing was since the start. */
  trouble: v.nullable(v.object({ text: told, age: v.number() })),
});

/** What is on the buses. */
export const framesAnswer = v.object({
  /** Whether the buses hand over what nobody decodes, too. */
  all: v.boolean(),
  /** Frames that were left out, as there are too many identifiers. */
  left: v.number(),
  frames: v.array(v.object({
    bus: v.number(),
    /** Three hex digits, or eight of an extended one. */
    id: v.string(),
    count: v.number(),
    /** Time since the last one, ms. */
    age: v.number(),
    /** Average time between two, ms; null after a single one. */
    period: v.nullable(v.number()),
    /** Two hex digits for each byte. */
    data: v.string(),
    /** For each byte: 0 never changed, 1 changed before, 2 changes. */
    changes: v.array(v.picklist([0, 1, 2])),
  })),
});

const bus = v.pipe(
  v.string(),
  v.regex(/^[1-9]\d?$/, "expected the number of a bus"),
  v.transform(Number),
);

/** Devices and frames. */
export const deviceRoutes = [
  route({
    method: "get",
    path: "/devices",
    summary: "All devices with state, counters and what was wrong last",
    answer: v.array(deviceAnswer),
    run: (_, { services, troubles }) =>
      services.health.devices().map(
        ({ part, name, state, fine, ...device }) => {
          const last = troubles.of(part);
          return {
            part,
            name,
            state,
            fine,
            notes: [...device.notes],
            counters: { ...device.counters },
            trouble: last === undefined
              ? null
              : { text: last.text, age: services.seconds - last.second },
          };
        },
      ),
  }),
  route({
    method: "get",
    path: "/frames",
    summary:
      "Identifiers on the buses with period and bytes since somebody began to ask, as --watch-can shows them",
    query: v.object({ bus: v.optional(bus) }),
    answer: framesAnswer,
    run({ query }, { services, look }) {
      const { frames, left } = look.frames();
      return {
        all: services.listensToAll,
        left,
        frames: frames.filter(({ bus }) => bus === (query.bus ?? bus))
          .map(({ bus, count, age, period, data, ages, ...frame }) => ({
            bus,
            id: frameName(frame),
            count,
            age: Math.round(age),
            period: period === undefined ? null : Math.round(period),
            data: data.toHex().toUpperCase(),
            changes: [...data].map((_, at) => changeOf(ages[at] ?? Infinity)),
          })),
      };
    },
  }),
  route({
    method: "post",
    path: "/frames/all",
    summary:
      "Has the buses hand over what nobody decodes as well, until nobody asks for frames; devices that filter are opened again",
    owner: true,
    body: v.strictObject({ all: v.boolean() }),
    answer: v.object({ all: v.boolean() }),
    run({ body: { all } }, { services, look }) {
      refusing(() => services.listenToAll(all));
      if (all) look.frames();
      return { all };
    },
  }),
];

function changeOf(age: number): 0 | 1 | 2 {
  return age === Infinity ? 0 : age < RECENT ? 2 : 1;
}
