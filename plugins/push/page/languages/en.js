// @ts-check
/** Texts of the page in English. */
export default {
  "push.about":
    "Messages to the owner come as notifications of this browser, also while the console is closed. They go by the browser's push service, encrypted so that only this browser can read them.",
  "push.denied":
    "Notifications are not allowed for this page: allow them in the browser's settings",
  "push.done":
    "This browser takes notices from now on; Connections sends a test",
  "push.impossible":
    "This browser cannot do that here: the console has to be opened by HTTPS (or on the gateway itself); on an iPhone it has to be put on the home screen first.",
  "push.list": "Browsers that take notices",
  "push.name": "Name of this browser",
  "push.none": "None yet",
  "push.off": "Remove",
  "push.offThis": "Remove {name}",
  "push.on": "Tell this browser",
  "push.owner":
    "This is for the owner: log in with a token that may everything.",
  "push.title": "Notifications of this browser",
};
