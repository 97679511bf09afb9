/**
 * The API's routes: one table, from which the server answers and the OpenAPI document is made.
 * @module
 */
import { accessRoutes } from "./access.ts";
import { alertRoutes } from "./alerts.ts";
import { backupRoutes } from "./backup.ts";
import { commandRoutes } from "./commands.ts";
import { deviceRoutes } from "./devices.ts";
import type { Gateway } from "../gateway.ts";
import { historyRoutes } from "./history.ts";
import { logRoutes } from "./log.ts";
import { messageRoutes } from "./messages.ts";
import { metricRoutes } from "./metrics.ts";
import { registryRoutes } from "./registry.ts";
import { pageRoutes } from "./pages.ts";
import { pluginRoutes } from "./plugins.ts";
import { pluginSettingRoutes } from "./plugin_settings.ts";
import type { Route } from "./route.ts";
import { seriesRoutes } from "./series.ts";
import { setupRoutes } from "./setup.ts";
import { settingRoutes } from "./settings.ts";
import { wayRoutes } from "./ways.ts";

export { queryRoute, queryRoutes } from "./queries.ts";
export { checkRight, type Route, type RouteContext } from "./route.ts";

/**
 * All routes behind `/api/v1` that take and give JSON.
 * @param gateway what the program lets the console do
 */
export function apiRoutes(
  { log, backup, plugins, setup }: Gateway = {},
): readonly Route[] {
  return [
    ...metricRoutes(),
    ...accessRoutes,
    ...alertRoutes,
    ...commandRoutes,
    ...deviceRoutes,
    ...registryRoutes,
    ...pageRoutes,
    ...settingRoutes,
    ...pluginSettingRoutes,
    ...messageRoutes,
    ...historyRoutes,
    ...seriesRoutes,
    ...wayRoutes,
    ...log ? logRoutes(log) : [],
    ...backup ? backupRoutes(backup) : [],
    ...plugins ? pluginRoutes(plugins) : [],
    ...setup ? setupRoutes(setup) : [],
  ];
}
