import { definePlugin, type Plugin, setting, v } from "ovms-edge";
import { addressSetting, request } from "./request.ts";
import { asForm, filled, template } from "./template.ts";
import { asWished, wishSettings } from "./wishes.ts";
import { texts } from "./languages.ts";

/** Name and value of a header. */
const HEADER = /^([!#$%&'*+.^_`|~\w-]+):\s*([\x20-\x7e]+)$/;

/** Notices as HTTP requests, in the form that a service wants. */
export const webhook: Plugin = definePlugin({
  id: "webhook",
  summary: "Notices as HTTP requests, as for Telegram, Pushover and Slack",
  texts,
  needs: ["clock"],
  settings: {
    url: addressSetting(
      "an address, such as https://example.org/hook",
      "Address that gets the notices; empty for none",
    ),
    method: setting({
      schema: v.picklist(["POST", "PUT"]),
      default: "POST",
      summary: "Method of the request",
    }),
    type: setting({
      schema: v.picklist(["json", "form"]),
      default: "json",
      summary: "Whether the body goes out as JSON or as a form's fields",
      labels: { json: "JSON", form: "fields of a form" },
    }),
    body: setting({
      schema: template,
      default: '{"text":"{text}","priority":"{priority}"}',
      summary:
        "Body as JSON; {text}, {priority}, {kind}, {id} and {secret} are filled in",
    }),
    header: setting({
      schema: v.pipe(
        v.string(),
        v.check(
          (text) => text === "" || HEADER.test(text),
          "expected name and value, such as Authorization: Bearer TOKEN",
        ),
      ),
      default: "",
      summary: "A header with what proves who sends; empty for none",
      secret: true,
    }),
    secret: setting({
      schema: v.string(),
      default: "",
      summary: "What stands for {secret} in webhook.body",
      secret: true,
    }),
    ...wishSettings,
  },
  channels: {
    webhook: {
      summary: "Push messages as HTTP requests",
      ...asWished,
      send: ({ text, priority, kind, id, signal }, { settings }) => {
        const { url, method, type, body, header, secret } = settings;
        const places = { text, priority, kind, id: String(id), secret };
        const content = filled(body, places);
        const [, name, value] = HEADER.exec(header) ?? [];
        return request(url, {
          method,
          headers: {
            "content-type": type === "json"
              ? "application/json"
              : "application/x-www-form-urlencoded",
            ...(name && value ? { [name]: value } : {}),
          },
          body: type === "json" ? JSON.stringify(content) : asForm(content),
          signal,
        });
      },
    },
  },
});
