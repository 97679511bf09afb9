/**
 * GPS receivers: NMEA over a serial port, gpsd, and those inside modems.
 * @module
 */
export { type GpsCounters, NmeaGps } from "./nmea_gps.ts";
export { GpsdGps } from "./gpsd.ts";
export {
  MODEM_RECEIVERS,
  ModemGps,
  type ModemGpsOptions,
  type ModemReceiver,
} from "./modem_gps.ts";
export { MmGps } from "./mm_gps.ts";
export { Sim908Gps } from "./sim908.ts";
export { TimedGps } from "./timed_gps.ts";
