// @ts-check
/** What parts of the gateway are called. */
import { t } from "./texts.js";

/** @type {Readonly<Record<string, string>>} */
const NAMES = {
  can: t("device.can"),
  gsm: t("device.gsm"),
  modem: t("device.gsm"),
  gps: t("device.gps"),
  supply: t("device.supply"),
  diag: t("device.diag"),
  clock: t("device.clock"),
  store: t("device.store"),
  polls: t("device.polls"),
  frames: t("device.frames"),
};

/** What a part is called: buses have their number. @param {string} part */
export function nameOf(part) {
  const [, bus] = /^can(\d+)$/.exec(part) ?? [];
  return bus === undefined ? NAMES[part] ?? part : t("device.bus", { n: bus });
}
