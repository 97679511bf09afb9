// @ts-check
import { texts } from "ovms-edge/page";
import en from "./languages/en.js";

export const t = await texts(en, {
  de: () => import("./languages/de.js"),
  fr: () => import("./languages/fr.js"),
});
