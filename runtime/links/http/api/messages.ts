import * as v from "valibot";
import { told, toldPart } from "../../../contract/texts.ts";
import { timeText } from "../../../records/export/mod.ts";
import { masking } from "../../../settings/secrets.ts";
import { route } from "./route.ts";
import { timeAnswer, whole } from "./schemas.ts";

const query = v.object({ limit: v.optional(whole(1, 1000), "100") });

const notification = v.object({
  id: v.number(),
  time: timeAnswer,
  channel: v.string(),
  kind: v.string(),
  text: v.string(),
  state: v.pipe(
    v.picklist([
      "waiting",
      "sent",
      "delivered",
      "undelivered",
      "failed",
      "summarised",
      "expired",
    ]),
    toldPart("text"),
  ),
  tries: v.number(),
  error: told,
});
/** Messages to the owner. */
export const notificationsAnswer = v.array(notification);

const change = v.object({
  id: v.number(),
  time: timeAnswer,
  /** Link and who it was on it. */
  who: told,
  what: told,
  key: v.string(),
  old: v.string(),
  new: v.string(),
});
/** Changes of the configuration. */
export const journalAnswer = v.array(change);

/** What was told to the owner, and what was changed: newest first. */
export const messageRoutes = [
  route({
    method: "get",
    path: "/notifications",
    summary: "Messages to the owner with their delivery, newest first",
    query,
    answer: notificationsAnswer,
    run: (
      { query: { limit } },
      { services: { options: { hal: { store } } } },
    ) => {
      const masked = masking(store);
      return store.outbox(limit).map(({ at, text, ...entry }) => ({
        ...entry,
        text: masked(text),
        time: timeText(at.wall),
      })).sort((a, b) => b.id - a.id);
    },
  }),
  route({
    method: "get",
    path: "/journal",
    summary: "Changes of the configuration, newest first",
    query,
    answer: journalAnswer,
    run: (
      { query: { limit } },
      { services: { options: { hal: { store } } } },
    ) =>
      store.journalled(limit).map(({ id, at, ...entry }) => ({
        id,
        time: timeText(at.wall),
        ...entry,
      })).sort((a, b) => b.id - a.id),
  }),
];
