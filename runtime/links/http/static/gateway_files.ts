/** Scripts of the pages about the gateway: a browser asks for them when one of these is opened. */
import backup from "../gateway/page/backup.js" with { type: "text" };
import chosen from "../gateway/page/chosen.js" with { type: "text" };
import chosenData from "../gateway/page/chosen_data.js" with { type: "text" };
import deviceNames from "../gateway/page/device_names.js" with { type: "text" };
import connections from "../gateway/page/connections.js" with { type: "text" };
import devices from "../gateway/page/devices.js" with { type: "text" };
import frames from "../gateway/page/frames.js" with { type: "text" };
import german from "../gateway/page/languages/de.js" with { type: "text" };
import english from "../gateway/page/languages/en.js" with { type: "text" };
import french from "../gateway/page/languages/fr.js" with { type: "text" };
import log from "../gateway/page/log.js" with { type: "text" };
import parts from "../gateway/page/parts.js" with { type: "text" };
import plugins from "../gateway/page/plugins.js" with { type: "text" };
import setup from "../gateway/page/setup.js" with { type: "text" };
import steps from "../gateway/page/steps.js" with { type: "text" };
import style from "../gateway/page/style.css" with { type: "text" };
import system from "../gateway/page/system.js" with { type: "text" };
import texts from "../gateway/page/texts.js" with { type: "text" };
import version from "../gateway/page/version.js" with { type: "text" };

/** By their address. */
export const gatewayFiles: Readonly<Record<string, string>> = {
  "/gateway/backup.js": backup,
  "/gateway/chosen.js": chosen,
  "/gateway/chosen_data.js": chosenData,
  "/gateway/connections.js": connections,
  "/gateway/device_names.js": deviceNames,
  "/gateway/devices.js": devices,
  "/gateway/frames.js": frames,
  "/gateway/languages/de.js": german,
  "/gateway/languages/en.js": english,
  "/gateway/languages/fr.js": french,
  "/gateway/log.js": log,
  "/gateway/parts.js": parts,
  "/gateway/plugins.js": plugins,
  "/gateway/setup.js": setup,
  "/gateway/steps.js": steps,
  "/gateway/style.css": style,
  "/gateway/system.js": system,
  "/gateway/texts.js": texts,
  "/gateway/version.js": version,
};
