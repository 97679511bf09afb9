/** What the gateway answers, for the types of the page's scripts; they are those of the schemas that it answers by. */
import type * as v from "valibot";
import type { tokenAnswer } from "../api/access.ts";
import type { previewAnswer } from "../api/backup.ts";
import type { commandAnswer } from "../api/commands.ts";
import type { deviceAnswer, framesAnswer } from "../api/devices.ts";
import type { logAnswer } from "../api/log.ts";
import type { journalAnswer, notificationsAnswer } from "../api/messages.ts";
import type { metricAnswer, trailAnswer } from "../api/metrics.ts";
import type { pageAnswer } from "../api/pages.ts";
import type { pluginAnswer } from "../api/plugins.ts";
import type {
  chosenAnswer,
  findingAnswer,
  versionAnswer,
} from "../api/setup.ts";
import type { settingAnswer } from "../api/plugin_settings.ts";
import type { coursesAnswer, pointsAnswer } from "../api/series.ts";
import type {
  healthAnswer,
  pluginsAnswer,
  registryAnswer,
  vehicleAnswer,
} from "../api/registry.ts";
import type { featureAnswer, parameterAnswer } from "../api/settings.ts";

/** A metric as it is now. */
export type Metric = v.InferOutput<typeof metricAnswer>;
/** Samples of metrics, one a second. */
export type Trail = v.InferOutput<typeof trailAnswer>;
/** Which vehicle this is, and who asks. */
export type Vehicle = v.InferOutput<typeof vehicleAnswer>;
/** A page of a plugin. */
export type PluginPage = v.InferOutput<typeof pageAnswer>;
/** A named token. */
export type Token = v.InferOutput<typeof tokenAnswer>;
/** One thing that is not well. */
export type { Alert } from "../../../contract/alerts.ts";
/** A parameter. */
export type Parameter = v.InferOutput<typeof parameterAnswer>;
/** A feature slot. */
export type Feature = v.InferOutput<typeof featureAnswer>;
/** A setting of a plugin, the vehicle, a link or the core. */
export type Setting = v.InferOutput<typeof settingAnswer>;
/** Plugins and their faults. */
export type Plugins = v.InferOutput<typeof pluginsAnswer>;
/** How the program does. */
export type Health = v.InferOutput<typeof healthAnswer>;
/** Commands, features and records. */
export type Registry = v.InferOutput<typeof registryAnswer>;
/** Messages to the owner. */
export type Notifications = v.InferOutput<typeof notificationsAnswer>;
/** Changes of the configuration. */
export type Journal = v.InferOutput<typeof journalAnswer>;
/** Numbers whose course is kept. */
export type SeriesCourses = v.InferOutput<typeof coursesAnswer>;
/** Courses over a span. */
export type SeriesPoints = v.InferOutput<typeof pointsAnswer>;
/** The gateway's devices: with what it runs, what is chosen. */
export type ChosenDevices = v.InferOutput<typeof chosenAnswer>;
/** One kind of them. */
export type ChosenDevice = ChosenDevices["devices"][number];
/** A device or part of the gateway. */
export type Device = v.InferOutput<typeof deviceAnswer>;
/** What is on the buses. */
export type Frames = v.InferOutput<typeof framesAnswer>;
/** What was logged. */
export type LogAnswer = v.InferOutput<typeof logAnswer>;
/** A plugin with what it may. */
export type PluginView = v.InferOutput<typeof pluginAnswer>;
/** What was found on the machine. */
export type Finding = v.InferOutput<typeof findingAnswer>;
/** Which version this is. */
export type Version = v.InferOutput<typeof versionAnswer>;
/** What putting a backup back would change. */
export type BackupPreview = v.InferOutput<typeof previewAnswer>;
/** What a command said. */
export type Said = v.InferOutput<typeof commandAnswer>;
