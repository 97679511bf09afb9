// @ts-check
/** Texts in English; other languages have the same keys. */
export default {
  "choice.last": "From the last",
  "choice.hour": "hour",
  "choice.hours": { one: "{n} hour", other: "{n} hours" },
  "choice.days": { one: "{n} day", other: "{n} days" },
  "choice.colour": "Colour by",
  "choice.track": "Track",
  "choice.newest": "the newest",
  "choice.compare": "Compare with",
  "choice.none": "none",
  "track.none": "No track",
  "track.how":
    "There is a position a minute while the car drives; FEATURE 8 1 makes it one in 5 seconds.",
  "track.until": "until {when}",
  "track.label": "Track of {n} points",
  "track.sum":
    "{n} points · GSM {gsm} of 31 on average · lost: network {network} ×, server {server} ×, GPS {gps} ×",
  "track.signs": "○ begin · ● end · lost: ✕ network, ◇ server, red ○ GPS",
  "measure.speed": "Speed",
  "measure.altitude": "Altitude",
  "measure.gsm": "GSM quality",
  "measure.gps": "GPS quality",
};
