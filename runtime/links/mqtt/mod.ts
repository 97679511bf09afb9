/**
 * The way to an MQTT broker, with the topics of OVMS v3: values, clients, commands; `mqttLink` is
 * the link, `connectBroker` the library behind it.
 * @module
 */
export { MqttAttachment, mqttLink, type MqttOptions } from "./attach.ts";
export type {
  Broker,
  BrokerEvents,
  BrokerLogin,
  ConnectBroker,
  Ended,
  Message,
  Received,
} from "./broker.ts";
export { connectBroker } from "./client.ts";
