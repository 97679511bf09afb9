import * as v from "valibot";
import { setting } from "../contract/settings.ts";

/** Whether somebody is asked for newer versions: nobody, unless the owner names whom. */
export const updateSettings = {
  url: setting({
    schema: v.pipe(
      v.string(),
      v.maxLength(300),
      v.check(
        (text) => text === "" || URL.parse(text)?.protocol === "https:",
        "expected an https address, such as https://registry.npmjs.org/NAME/latest",
      ),
    ),
    default: "",
    summary:
      "Address that is asked once a day for the newest version, as JSON with version; empty for none",
  }),
};
