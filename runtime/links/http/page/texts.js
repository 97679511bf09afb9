// @ts-check
/** The texts of the console's own pages. */
import { texts } from "./languages.js";
import en from "./languages/en.js";

export const t = await texts(en, {
  de: () => import("./languages/de.js"),
  fr: () => import("./languages/fr.js"),
});

/** @typedef {keyof typeof en} Key */
