import type { Flags } from "./flag.ts";

/** What holds for a run whatever it does. */
export const SETTINGS = {
  vehicle: {
    type: "string",
    value: "TYPE",
    group: "settings",
    help:
      "sets the vehicle type (parameter 14): --list names those that there are",
  },
  set: {
    type: "string",
    multiple: true,
    value: "NAME=VALUE",
    group: "settings",
    help:
      "sets a setting of a plugin, the vehicle or the core, such as sms.budget=10; nothing behind = for its default; may be repeated; --list names all",
  },
  store: {
    type: "string",
    value: "FILE",
    env: "OVMS_EDGE_STORE",
    group: "settings",
    help:
      "where everything durable is kept, or :memory:; default: simulated.db (gateway.db with devices) in the user's state folder, :memory: with --exec and --replay",
  },
  country: {
    type: "string",
    value: "+49",
    env: "OVMS_EDGE_COUNTRY",
    group: "settings",
    help: "country code with which national phone numbers are completed",
  },
  "sms-budget": {
    type: "string",
    value: "N",
    env: "OVMS_EDGE_SMS_BUDGET",
    group: "settings",
    help:
      "text messages that notices may cost in an hour, for this run; default: as the setting sms.budget says",
  },
  "log-level": {
    type: "string",
    value: "LEVEL",
    env: "OVMS_EDGE_LOG_LEVEL",
    group: "settings",
    help: "debug, info, warning or error; default warning",
  },
  "allow-at": {
    type: "boolean",
    group: "settings",
    help: "lets server command 49 send raw commands to the modem",
  },
  http: {
    type: "string",
    value: "HOST:PORT",
    env: "OVMS_EDGE_HTTP",
    group: "settings",
    help:
      "where the web console is, or off; default 127.0.0.1:8080, for this machine only",
  },
  "http-token": {
    type: "string",
    value: "TEXT",
    env: "OVMS_EDGE_HTTP_TOKEN",
    group: "settings",
    help:
      "login of the owner at the web console, better given by environment; without it the module password opens it to the network",
  },
  "http-origin": {
    type: "string",
    multiple: true,
    value: "URL",
    env: "OVMS_EDGE_HTTP_ORIGIN",
    group: "settings",
    help:
      "how browsers reach the web console through a proxy, such as https://car.example; needs a login; may be repeated",
  },
  "http-proxy": {
    type: "string",
    multiple: true,
    value: "ADDRESS",
    env: "OVMS_EDGE_HTTP_PROXY",
    group: "settings",
    help:
      "IP address of a proxy whose X-Forwarded-For tells who asks, for the count of wrong logins; may be repeated",
  },
  offline: {
    type: "boolean",
    group: "settings",
    help: "does not connect to the OVMS server",
  },
  mqtt: {
    type: "string",
    value: "URL",
    env: "OVMS_EDGE_MQTT",
    group: "settings",
    help:
      "connects to an MQTT broker, such as mqtts://user@host:8883; its password is the setting mqtt.password",
  },
  tls: {
    type: "boolean",
    group: "settings",
    help:
      "connects to the OVMS server by TLS only, on port 6870; default: TLS where the server has it",
  },
} as const satisfies Flags;
