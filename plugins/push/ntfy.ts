import {
  definePlugin,
  type Plugin,
  type Priority,
  setting,
  v,
} from "ovms-edge";
import { addressSetting, request } from "./request.ts";
import { asWished, wishSettings } from "./wishes.ts";
import { texts } from "./languages.ts";

/** ntfy's priorities, 1 to 5, and its tags, which become symbols. */
const SHOWN: Readonly<Record<Priority, readonly [number, string]>> = {
  alarm: [5, "rotating_light"],
  charge: [3, "electric_plug"],
  "12v": [4, "battery"],
  trunk: [4, "car"],
  info: [3, "car"],
};

/** Notices by a ntfy server, of one's own or ntfy.sh. */
export const ntfy: Plugin = definePlugin({
  id: "ntfy",
  summary: "Notices by ntfy",
  texts,
  needs: ["clock"],
  settings: {
    url: addressSetting(
      "server and topic, such as https://ntfy.sh/my-secret-topic",
      "Server and topic, such as https://ntfy.sh/TOPIC; empty for none",
    ),
    token: setting({
      schema: v.pipe(
        v.string(),
        v.regex(/^[\x21-\x7e]*$/, "expected an access token, such as tk_..."),
      ),
      default: "",
      summary: "Access token of the server; empty for none",
      secret: true,
    }),
    ...wishSettings,
  },
  channels: {
    ntfy: {
      summary: "Push messages by ntfy",
      ...asWished,
      send: ({ text, priority, signal }, { settings: { url, token } }) => {
        const [level, tag] = SHOWN[priority];
        return request(url, {
          method: "POST",
          headers: {
            priority: String(level),
            tags: tag,
            ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
          },
          body: text,
          signal,
        });
      },
    },
  },
});
