import * as v from "valibot";
import { setting } from "../../contract/settings.ts";
import { parseBroker } from "./address.ts";

const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const TOPIC = "expected a topic without wildcards";

/** Settings of the link, each named `mqtt.<name>`. */
export const mqttSettings = {
  url: setting({
    schema: v.pipe(
      text(300),
      v.rawCheck(({ dataset, addIssue }) => {
        if (!dataset.typed || dataset.value === "") return;
        try {
          parseBroker(dataset.value);
        } catch (error) {
          if (error instanceof Error) addIssue({ message: error.message });
        }
      }),
    ),
    default: "",
    summary:
      "MQTT broker, such as mqtts://user@host:8883/prefix; empty for none",
  }),
  user: setting({
    schema: text(200),
    default: "",
    summary: "Login at the MQTT broker; empty: as mqtt.url has it",
  }),
  password: setting({
    schema: text(200),
    default: "",
    summary: "Password at the MQTT broker",
    secret: true,
  }),
  prefix: setting({
    schema: v.pipe(text(200), v.regex(/^[^\s+#]*$/, TOPIC)),
    default: "",
    summary:
      "Begin of all topics; empty: ovms/USER/VEHICLE-ID, as OVMS v3 has it",
  }),
  "client-id": setting({
    schema: text(128),
    default: "",
    summary: "Client id at the MQTT broker; empty: the vehicle id",
  }),
  "keep-alive": setting({
    schema: v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(1740)),
    default: 300,
    unit: "s",
    summary: "After so long without a message the MQTT broker is asked",
  }),
  version: setting({
    schema: v.picklist(["3.1.1", "5"]),
    default: "3.1.1",
    summary: "Version of MQTT",
  }),
  cert: setting({
    schema: text(300),
    default: "",
    summary:
      "File (PEM) with the certificate by which the MQTT broker knows the car; empty for none",
  }),
  key: setting({
    schema: text(300),
    default: "",
    summary: "File (PEM) with the private key of mqtt.cert",
  }),
  "plain-control": setting({
    schema: v.boolean(),
    default: false,
    summary:
      "Whether clients may write to the car, change who commands and get passwords over a connection without TLS that leaves the local network",
  }),
  discovery: setting({
    schema: v.boolean(),
    default: false,
    summary:
      "Whether the car announces itself to Home Assistant's own MQTT integration; not beside the OVMS integration, which shows the same",
  }),
  "discovery-prefix": setting({
    schema: v.pipe(
      text(100),
      v.regex(/^[^+#\s]*[^+#\s/]$/, TOPIC),
    ),
    default: "homeassistant",
    summary: "Begin of Home Assistant's discovery topics",
  }),
  ca: setting({
    schema: text(300),
    default: "",
    summary:
      "File (PEM) with the authority of the MQTT broker's certificate; empty: those of the system",
  }),
} as const;
