/**
 * GPS receivers: NMEA over a serial port, gpsd, and the one inside a SIM908 modem.
 * @module
 */
export { type GpsCounters, NmeaGps } from "./nmea_gps.ts";
export { GpsdGps } from "./gpsd.ts";
export { Sim908Gps } from "./sim908.ts";
export { TimedGps } from "./timed_gps.ts";
