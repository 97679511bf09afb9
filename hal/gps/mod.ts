/**
 * GPS receivers: NMEA over a serial port, gpsd, and those inside modems.
 * @module
 */
export { type GpsCounters, NmeaGps } from "./nmea_gps.ts";
export { GpsdGps } from "./gpsd.ts";
export { ModemGps, type ModemGpsOptions } from "./modem_gps.ts";
export type { ModemReceiver } from "./receivers.ts";
export { MmGps } from "./mm_gps.ts";
export { Sim908Gps } from "./sim908.ts";
export { TimedGps } from "./timed_gps.ts";
