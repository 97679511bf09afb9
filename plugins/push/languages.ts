/** What the channels declare and tell, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Notices by ntfy": ["Meldungen über ntfy", "Avis par ntfy"],
  "Server and topic, such as https://ntfy.sh/TOPIC; empty for none": [
    "Server und Thema, etwa https://ntfy.sh/TOPIC; leer für keinen",
    "Serveur et sujet, par exemple https://ntfy.sh/TOPIC ; vide pour aucun",
  ],
  "expected server and topic, such as https://ntfy.sh/my-secret-topic": [
    "erwartet: Server und Thema, etwa https://ntfy.sh/my-secret-topic",
    "attendu : serveur et sujet, par exemple https://ntfy.sh/my-secret-topic",
  ],
  "Access token of the server; empty for none": [
    "Zugangstoken des Servers; leer für keines",
    "Jeton d’accès du serveur ; vide pour aucun",
  ],
  "expected an access token, such as tk_...": [
    "erwartet: ein Zugangstoken wie tk_...",
    "attendu : un jeton d’accès tel que tk_...",
  ],
  "Which notices go out, by their priorities": [
    "Welche Meldungen hinausgehen, nach ihren Prioritäten",
    "Quels avis sortent, selon leurs priorités",
  ],
  "expected some of {priorities}": [
    "erwartet: einige von {priorities}",
    "attendu : certaines de {priorities}",
  ],
  "Hours of the gateway's time zone in which all but alarms wait, such as 22:00-07:00; empty for none":
    [
      "Uhrzeit des Gateways, in der alles außer Alarmen wartet, etwa 22:00-07:00; leer für keine",
      "Heures de la passerelle où tout attend sauf les alarmes, par exemple 22:00-07:00 ; vide pour aucune",
    ],
  "expected two times such as 22:00-07:00, or nothing": [
    "erwartet: zwei Uhrzeiten wie 22:00-07:00, oder nichts",
    "attendu : deux heures telles que 22:00-07:00, ou rien",
  ],
  "Notices as HTTP requests, as for Telegram, Pushover and Slack": [
    "Meldungen als HTTP-Anfragen, etwa für Telegram, Pushover und Slack",
    "Avis par requêtes HTTP, comme pour Telegram, Pushover et Slack",
  ],
  "Address that gets the notices; empty for none": [
    "Adresse, die die Meldungen bekommt; leer für keine",
    "Adresse qui reçoit les avis ; vide pour aucune",
  ],
  "expected an address, such as https://example.org/hook": [
    "erwartet: eine Adresse wie https://example.org/hook",
    "attendu : une adresse telle que https://example.org/hook",
  ],
  "Method of the request": ["Methode der Anfrage", "Méthode de la requête"],
  "Whether the body goes out as JSON or as a form's fields": [
    "Ob der Inhalt als JSON oder als Formularfelder hinausgeht",
    "Envoyer le contenu en JSON ou en champs de formulaire",
  ],
  "JSON": ["JSON", "JSON"],
  "fields of a form": ["Felder eines Formulars", "champs de formulaire"],
  "Body as JSON; {text}, {priority}, {kind}, {id} and {secret} are filled in": [
    "Inhalt als JSON; {text}, {priority}, {kind}, {id} und {secret} werden eingesetzt",
    "Contenu en JSON ; {text}, {priority}, {kind}, {id} et {secret} sont remplacés",
  ],
  "A header with what proves who sends; empty for none": [
    "Eine Kopfzeile, die beweist, wer sendet; leer für keine",
    "Un en-tête qui prouve qui envoie ; vide pour aucun",
  ],
  "expected name and value, such as Authorization: Bearer TOKEN": [
    "erwartet: Name und Wert, etwa Authorization: Bearer TOKEN",
    "attendu : nom et valeur, par exemple Authorization: Bearer TOKEN",
  ],
  "What stands for {secret} in webhook.body": [
    "Was in webhook.body für {secret} steht",
    "Ce qui remplace {secret} dans webhook.body",
  ],
  "Notices in browsers, also while the console is closed": [
    "Meldungen in Browsern, auch bei geschlossener Konsole",
    "Avis dans les navigateurs, même console fermée",
  ],
  "This browser takes no notices": [
    "Dieser Browser nimmt keine Meldungen an",
    "Ce navigateur ne prend pas d’avis",
  ],
  "At most {n} browsers: remove one first": [
    "Höchstens {n} Browser: entfernen Sie erst einen",
    "{n} navigateurs au plus : retirez-en un d’abord",
  ],
  "expected the https address of a push service": [
    "erwartet: die https-Adresse eines Push-Dienstes",
    "attendu : l’adresse https d’un service push",
  ],
  "no browser takes messages any more": [
    "kein Browser nimmt mehr Nachrichten an",
    "plus aucun navigateur ne prend de messages",
  ],
  "{host} answered {status}": [
    "{host} antwortete {status}",
    "{host} a répondu {status}",
  ],
  "answered {status}": ["antwortete {status}", "a répondu {status}"],
  "{host} cannot be reached": [
    "{host} ist nicht erreichbar",
    "{host} est injoignable",
  ],
  "{why}: redirections are not followed, set the address that it leads to": [
    "{why}: Weiterleitungen wird nicht gefolgt, setzen Sie die Adresse, auf die sie führt",
    "{why} : les redirections ne sont pas suivies, indiquez l’adresse où elle mène",
  ],
});
