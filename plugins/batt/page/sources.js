// @ts-check
/** What the battery's plugin tells of itself. */
import { ask } from "ovms-edge/page";

/** @typedef {{ min: string, max: string }} SocWindow names of the metrics */

/** @returns {Promise<{ pack: string, socWindow: SocWindow | null }>} */
export const sourcesNow = () => ask("/plugins/batt/sources");
