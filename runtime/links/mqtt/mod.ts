/**
 * The way to an MQTT broker, with the topics of OVMS v3: values, clients, commands; `attachMqtt` gives
 * it to a runtime, `connectBroker` is the library behind it.
 * @module
 */
export { attachMqtt, type AttachOptions, MqttAttachment } from "./attach.ts";
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
