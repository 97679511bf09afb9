/** How a plugin has to look. */
import * as v from "valibot";
import { CONTRACT } from "../../version.ts";
import { needs } from "../handles.ts";
import type { Every, PermissionDecl, Plugin } from "../plugin.ts";
import { answer, query, verb } from "./commands.ts";
import { frame, frameId, poll } from "./frames.ts";
import { metrics, read } from "./metrics.ts";
import {
  ages,
  channel,
  channelName,
  eventRef,
  exported,
  feature,
  leftUndone,
  notice,
  page,
  record,
  schedule,
  settingDecl,
  texts,
} from "./owned.ts";
import {
  busNumber,
  codeNumber,
  eventSchema,
  ex,
  fn,
  like,
  named,
} from "./parts.ts";

const contract = v.pipe(
  v.string(),
  v.regex(/^\d{1,4}\.\d{1,4}$/, "is no version of the contract, such as 1.0"),
  v.check(
    isKnown,
    `is a version of the contract that this program does not know, it has ${CONTRACT}: update the program or the plugin`,
  ),
);
/** Commas would part permissions. */
const host = v.pipe(
  v.string(),
  v.regex(
    /^(\*|[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?)$/i,
    "is no host, such as api.example.com, nor * for any",
  ),
);
const place = v.pipe(
  v.string(),
  v.regex(/^\/[^,]+$/, "is no full path, such as /etc/localtime"),
);

/** A plugin: all keys that there are. */
export const shape = like<Plugin>()({
  id: v.pipe(
    v.string(),
    v.regex(
      /^[a-z][a-z0-9-]{0,39}$/,
      "must be lower case letters, digits and -, at most 40 of them",
    ),
  ),
  leftUndone: ex(leftUndone),
  exports: ex(named(exported)),
  ages: ex(ages),
  summary: ex(v.string()),
  contract: ex(contract),
  permissions: ex(
    like<PermissionDecl>()({
      net: ex(v.array(host)),
      read: ex(v.array(place)),
    }),
  ),
  sensitive: ex(v.boolean()),
  needs: ex(v.array(v.picklist(needs))),
  metrics: ex(metrics),
  reads: ex(named(read)),
  features: ex(named(feature)),
  records: ex(named(record)),
  notices: ex(named(notice)),
  settings: ex(named(settingDecl)),
  events: ex(named(eventSchema)),
  hears: ex(named(eventRef)),
  schedules: ex(named(schedule)),
  channels: ex(v.record(channelName, channel)),
  queries: ex(named(query)),
  pages: ex(named(page)),
  texts: ex(texts),
  state: ex(fn),
  sms: ex(named(verb)),
  msg: ex(v.record(codeNumber, answer)),
  frames: ex(v.record(frameId, frame)),
  framesOn: ex(v.record(busNumber, v.record(frameId, frame))),
  polls: ex(v.pipe(v.array(poll), v.maxLength(1000, "are at most 1000"))),
  every: ex(
    like<Every<never>>()({
      second: ex(fn),
      tenSeconds: ex(fn),
      minute: ex(fn),
      tenMinutes: ex(fn),
    }),
  ),
  on: ex(named(fn)),
  start: ex(fn),
  stop: ex(fn),
  settle: ex(fn),
});

/** Whether a plugin that was made for this version of the contract can be had. */
function isKnown(made: string): boolean {
  const [major, minor = 0] = made.split(".").map(Number);
  const [own, newest = 0] = CONTRACT.split(".").map(Number);
  return major === own && minor <= newest;
}
