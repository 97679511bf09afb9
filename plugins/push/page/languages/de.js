// @ts-check
/** Texte der Seite auf Deutsch. */
export default {
  "push.about":
    "Nachrichten an den Besitzer kommen als Benachrichtigungen dieses Browsers, auch bei geschlossener Konsole. Sie gehen über den Push-Dienst des Browsers, so verschlüsselt, dass nur dieser Browser sie lesen kann.",
  "push.denied":
    "Benachrichtigungen sind für diese Seite nicht erlaubt: in den Einstellungen des Browsers erlauben",
  "push.done":
    "Dieser Browser bekommt ab jetzt Nachrichten; unter Verbindungen lässt sich das testen",
  "push.impossible":
    "Dieser Browser kann das hier nicht: die Konsole muss über HTTPS geöffnet sein (oder auf dem Gateway selbst); auf einem iPhone muss sie zuerst auf den Home-Bildschirm.",
  "push.list": "Browser, die Nachrichten bekommen",
  "push.name": "Name dieses Browsers",
  "push.none": "Noch keiner",
  "push.off": "Entfernen",
  "push.offThis": "{name} entfernen",
  "push.on": "Diesen Browser benachrichtigen",
  "push.owner":
    "Das ist dem Besitzer vorbehalten: mit einem Token anmelden, das alles darf.",
  "push.title": "Benachrichtigungen dieses Browsers",
};
