// @ts-check
/** Texte der Seite auf Deutsch. */
export default {
  "ways.links": "Verbindungen",
  "ways.links.none": "Keine Verbindung ist eingerichtet",
  "ways.link": "Verbindung",
  "ways.state": "Zustand",
  "ways.channels": "Wege der Meldungen",
  "ways.channel": "Weg",
  "channel.ip": "Apps",
  "channel.sms": "SMS",
  "channel.webpush": "Browser",
  "channel.webhook": "Webdienst",
  "ways.waiting": "Wartend",
  "ways.last": "Zuletzt",
  "ways.last.none": "noch nichts",
  "ways.test": "Testen",
  "ways.test.this": "{channel} testen",
  "ways.test.sent": "Eine Testnachricht ist unterwegs an {channel}",
  "ways.state.missing": "nicht eingerichtet",
  "ways.state.ready": "bereit",
  "ways.state.waits": "wartet",
};
