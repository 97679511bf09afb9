// @ts-check
/** Texts of the page in English. */
export default {
  "ways.links": "Links",
  "ways.links.none": "No link is set up",
  "ways.link": "Link",
  "ways.state": "State",
  "ways.channels": "Channels of notices",
  "ways.channel": "Channel",
  "channel.ip": "Apps",
  "channel.sms": "Text message",
  "channel.webpush": "Browsers",
  "channel.webhook": "Web service",
  "ways.waiting": "Waiting",
  "ways.last": "Last",
  "ways.last.none": "none yet",
  "ways.test": "Test",
  "ways.test.this": "Test {channel}",
  "ways.test.sent": "A test message is on its way to {channel}",
  "ways.state.missing": "not set up",
  "ways.state.ready": "ready",
  "ways.state.waits": "waits",
};
