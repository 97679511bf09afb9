// @ts-check
/** Texts in English; other languages have the same keys. */
export default {
  "log.alerts": "Active faults",
  "log.faults": "Fault log",
  "log.system": "System log",
  "log.counts": "Fault counters",
  "log.minmax": "Lowest and highest values",
  "read.when":
    "The controller answers only while the key is on, and while feature 15 allows to ask it.",
  "read.title": "The controller's own notes",
  "read.about":
    "The motor controller keeps these by itself, also while the gateway is off. Reading them changes nothing.",
  "read.all": "Read all logs",
  "read.busy": "Reading the controller …",
  "read.one": "Read",
  "clear.sure": "Really clear it",
  "clear.first": "Clear",
  "log.unread": "Not read yet",
  "log.empty": "No entries",
  "log.older": "Older ones: {n} more",
  "entry.times": { one: "{n} time", other: "{n} times" },
  "entry.first": "first at {time} of key time",
  "entry.last": "last at {time} of key time",
  "entry.at": "at {time} of key time",
  "entry.data": "data {data}",
  "span.of": "Value",
  "span.range": "Lowest and highest",
  "span.battery": "Battery",
  "span.capacitor": "Capacitor",
  "span.motor": "Motor",
  "span.speed": "Speed of the motor",
  "span.heat": "Temperature",
};
