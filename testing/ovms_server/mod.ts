/**
 * A server of the OVMS v2 protocol to try things out and to test with: the outside world, simulated.
 * It is written apart from the car's side and shares no code with it.
 * @module
 */
export { type ClientLogin, OvmsClient } from "./client.ts";
export type { HistoryRow, LastMessage, VehicleData } from "./data.ts";
export type { Faults } from "./faults.ts";
export {
  type DemoServer,
  listen,
  type Listening,
  startDemoServer,
} from "./listen.ts";
export { OvmsServer, type OvmsServerOptions } from "./server.ts";
