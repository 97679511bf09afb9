/** The motor controller, by way of the commands that text messages have: CFG, for vehicles that bring it. */
import * as v from "valibot";
import { Problem } from "../problem.ts";
import type { HttpServices } from "../services.ts";
import { runText } from "./commands.ts";
import { route, type RouteContext } from "./route.ts";

const VERB = "CFG";
/** Objects that one request may read. */
const MOST = 64;

/** Such as `2920.05`. */
const objectId = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{4}\.[0-9a-f]{2}$/, "expected an object such as 2920.05"),
);
const difference = v.object({
  object: v.string(),
  backup: v.number(),
  now: v.number(),
});

/** Backup, differences to it, and single objects. */
export const controllerRoutes = [
  route({
    method: "get",
    path: "/controller/backup",
    summary:
      "Old values of the controller's objects that are kept, without asking the controller",
    answer: v.object({ objects: v.record(v.string(), v.number()) }),
    run: (_, { services }) => ({ objects: keptObjects(services) }),
  }),
  route({
    method: "post",
    path: "/controller/backup",
    summary: "Reads all settings of the controller and keeps them (CFG BACKUP)",
    answer: v.object({ text: v.string() }),
    run: async (_, context) => ({ text: await cfg(context, "BACKUP") }),
  }),
  route({
    method: "post",
    path: "/controller/diff",
    summary: "Reads the controller and compares it with the backup (CFG DIFF)",
    answer: v.object({
      text: v.string(),
      differences: v.array(difference),
    }),
    async run(_, context) {
      const text = await cfg(context, "DIFF");
      return { text, differences: differencesIn(text) };
    },
  }),
  route({
    method: "post",
    path: "/controller/read",
    summary:
      "Reads objects of the controller (CFG READ); those that it does not show are left out",
    body: v.strictObject({
      objects: v.pipe(v.array(objectId), v.minLength(1), v.maxLength(MOST)),
    }),
    answer: v.object({ objects: v.record(v.string(), v.number()) }),
    async run({ body }, context) {
      const objects: Record<string, number> = {};
      for (const object of body.objects) {
        const value = await readObject(context, object);
        if (value !== undefined) objects[object] = value;
      }
      return { objects };
    },
  }),
];

/** The plugin that brings the verb keeps old values as `backup.<object>`: `<value>/<size>`. */
function keptObjects(services: HttpServices): Record<string, number> {
  const owner = ownerOf(services), { store } = services.options.hal;
  return Object.fromEntries(
    [...store.entries(`plugin.${owner}`)].flatMap(([key, text]) => {
      const [, object] = /^backup\.([0-9a-f]{4}\.[0-9a-f]{2})$/.exec(key) ?? [];
      const value = Number(text.split("/")[0]);
      return object === undefined || Number.isNaN(value)
        ? []
        : [[object, value]];
    }),
  );
}

function ownerOf({ registry }: HttpServices): string {
  const owner = registry.verb(VERB)?.owner;
  if (owner !== undefined) return owner;
  throw new Problem(404, "This vehicle's controller cannot be configured");
}

/** Lines such as `2920.05: 7250 now 8156`. */
function differencesIn(text: string) {
  return [...text.matchAll(/([0-9a-f]{4}\.[0-9a-f]{2}): (\d+) now (\d+)/g)].map(
    ([, object = "", backup, now]) => ({
      object,
      backup: Number(backup),
      now: Number(now),
    }),
  );
}

/** The text behind `CFG <command>: `. */
async function cfg(context: RouteContext, command: string): Promise<string> {
  const { status, text } = await run(context, command);
  if (status === "ok" && !/^ERROR|^LOGIN FAILED/.test(text)) return text;
  throw new Problem(503, text);
}

async function readObject(
  context: RouteContext,
  object: string,
): Promise<number | undefined> {
  const { text } = await run(context, `READ ${object.replace(".", " ")}`);
  const [, value] = / = (\d+)$/.exec(text) ?? [];
  if (value !== undefined) return Number(value);
  if (text.includes("SDO ABORT")) return undefined;
  throw new Problem(503, text);
}

async function run(context: RouteContext, command: string) {
  ownerOf(context.services);
  const { status, messages } = await runText(context, `${VERB} ${command}`);
  const text = messages.join("\n").replace(/^CFG \w+: /, "");
  return { status, text };
}
