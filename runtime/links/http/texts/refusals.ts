/** Why the console refuses something: sentences of forms and logins. */
import { textTable } from "../../../contract/texts.ts";

export const refusalTexts = textTable(["de", "fr"], {
  "Bad request": ["Ungültige Anfrage", "Requête incorrecte"],
  "Login needed": ["Anmeldung nötig", "Connexion nécessaire"],
  "Not allowed": ["Nicht erlaubt", "Non autorisé"],
  "Not found": ["Nicht gefunden", "Introuvable"],
  "Method not allowed": ["Methode nicht erlaubt", "Méthode non autorisée"],
  "Not possible now": ["Jetzt nicht möglich", "Impossible pour le moment"],
  "Too large": ["Zu groß", "Trop grand"],
  "Not JSON": ["Kein JSON", "Pas du JSON"],
  "Another host": ["Anderer Rechner", "Autre hôte"],
  "Too many tries": ["Zu viele Versuche", "Trop de tentatives"],
  "Internal error": ["Interner Fehler", "Erreur interne"],
  "Not available now": [
    "Zurzeit nicht verfügbar",
    "Indisponible pour le moment",
  ],
  "The gateway was held up: ask again": [
    "Das Gateway war aufgehalten: bitte noch einmal",
    "La passerelle était bloquée : redemandez",
  ],
  // ---- settings, parameters, features --------------------------------------
  "Setting {name} cannot be that: {why}": [
    "Die Einstellung {name} kann das nicht sein: {why}",
    "Le réglage {name} ne peut pas prendre cette valeur : {why}",
  ],
  "There is no setting {name}": [
    "Es gibt keine Einstellung {name}",
    "Il n’y a pas de réglage {name}",
  ],
  "Parameter {n} ({name}) cannot be that: {why}": [
    "Parameter {n} ({name}) kann das nicht sein: {why}",
    "Le paramètre {n} ({name}) ne peut pas prendre cette valeur : {why}",
  ],
  "{what}; did you mean {name}?": [
    "{what}; meinten Sie {name}?",
    "{what} ; vouliez-vous dire {name} ?",
  ],
  "is too long: at most {n} characters": [
    "ist zu lang: höchstens {n} Zeichen",
    "est trop longue : {n} caractères au plus",
  ],
  "has a character that cannot be stored": [
    "hat ein Zeichen, das sich nicht speichern lässt",
    "a un caractère qui ne peut pas être enregistré",
  ],
  'There is no record type "{type}": expected {types}': [
    "Es gibt keine Aufzeichnung „{type}“: erwartet {types}",
    "Il n’y a pas d’enregistrement « {type} » : attendu {types}",
  ],
  'There is no trail of "{name}": expected {names}': [
    "Es gibt keine Spur von „{name}“: erwartet {names}",
    "Il n’y a pas de trace de « {name} » : attendu {names}",
  ],
  "There is no parameter {n}: expected 0 to {last}": [
    "Es gibt keinen Parameter {n}: erwartet 0 bis {last}",
    "Il n’y a pas de paramètre {n} : attendu de 0 à {last}",
  ],
  "The value of parameter {n} {why}": [
    "Der Wert von Parameter {n} {why}",
    "La valeur du paramètre {n} {why}",
  ],
  "There is no feature {n}: expected 0 to {last}": [
    "Es gibt keine Funktion {n}: erwartet 0 bis {last}",
    "Il n’y a pas de fonction {n} : attendu de 0 à {last}",
  ],
  "The value of feature {n} is {value}: expected 0 to {most}": [
    "Der Wert der Funktion {n} ist {value}: erwartet 0 bis {most}",
    "La valeur de la fonction {n} est {value} : attendu de 0 à {most}",
  ],
  "Nothing was changed: {why}": [
    "Nichts wurde geändert: {why}",
    "Rien n’a été changé : {why}",
  ],
  "Writing to the car is off now, but that could not be stored: {why}. A restart would allow it again":
    [
      "Schreiben auf das Auto ist jetzt aus, aber das ließ sich nicht speichern: {why}. Ein Neustart würde es wieder erlauben",
      "L’écriture vers la voiture est désactivée, mais cela n’a pas pu être enregistré : {why}. Un redémarrage la permettrait de nouveau",
    ],
  "Writing to the car is restricted now, but that could not be stored: {why}. A restart would allow it again":
    [
      "Schreiben auf das Auto ist jetzt eingeschränkt, aber das ließ sich nicht speichern: {why}. Ein Neustart würde es wieder erlauben",
      "L’écriture vers la voiture est restreinte, mais cela n’a pas pu être enregistré : {why}. Un redémarrage la permettrait de nouveau",
    ],
  // ---- logins, rights, tokens ----------------------------------------------
  "Log in with the token or the module password": [
    "Melden Sie sich mit dem Token oder dem Modulpasswort an",
    "Connectez-vous avec le jeton ou le mot de passe du module",
  ],
  "Neither the token nor the module password": [
    "Weder das Token noch das Modulpasswort",
    "Ni le jeton ni le mot de passe du module",
  ],
  "Too many wrong logins, and many who wait: try again in a few seconds": [
    "Zu viele falsche Anmeldungen, und viele, die warten: versuchen Sie es in einigen Sekunden wieder",
    "Trop de connexions erronées, et beaucoup qui attendent : réessayez dans quelques secondes",
  ],
  "Too many wrong logins, and many who wait: try again in a few seconds, or log in with a token":
    [
      "Zu viele falsche Anmeldungen, und viele, die warten: versuchen Sie es in einigen Sekunden wieder, oder melden Sie sich mit einem Token an",
      "Trop de connexions erronées, et beaucoup qui attendent : réessayez dans quelques secondes, ou connectez-vous avec un jeton",
    ],
  "Only the owner may do that: log in with the token": [
    "Das darf nur der Besitzer: melden Sie sich mit dem Token an",
    "Seul le propriétaire le peut : connectez-vous avec le jeton",
  ],
  "The {who} may only look: log in with one that has the right to command or to tune":
    [
      "{who} darf nur zusehen: melden Sie sich mit einem Token an, das befehlen oder abstimmen darf",
      "{who} ne peut que regarder : connectez-vous avec un jeton qui peut commander ou régler",
    ],
  "The {who} may run commands, but neither tune the car, change who may nor see passwords: log in with one that has the right to tune":
    [
      "{who} darf befehlen, aber weder das Auto abstimmen noch Berechtigungen ändern oder Passwörter sehen: melden Sie sich mit einem Token an, das abstimmen darf",
      "{who} peut commander, mais ni régler la voiture, ni changer qui peut quoi, ni voir les mots de passe : connectez-vous avec un jeton qui peut régler",
    ],
  "There is a token {name} already: revoke it first, or choose another name": [
    "Es gibt schon ein Token {name}: ziehen Sie es erst zurück, oder wählen Sie einen anderen Namen",
    "Il y a déjà un jeton {name} : révoquez-le d’abord, ou choisissez un autre nom",
  ],
  "At most {n} tokens: revoke one first": [
    "Höchstens {n} Token: ziehen Sie erst eines zurück",
    "{n} jetons au plus : révoquez-en un d’abord",
  ],
  'There is no token "{name}": /api/v1/tokens lists all': [
    "Es gibt kein Token „{name}“: /api/v1/tokens nennt alle",
    "Il n’y a pas de jeton « {name} » : /api/v1/tokens les liste",
  ],
  "expected up to 30 letters, digits, blanks, dots and dashes": [
    "erwartet: bis zu 30 Buchstaben, Ziffern, Leerzeichen, Punkte und Striche",
    "attendu : jusqu’à 30 lettres, chiffres, espaces, points et tirets",
  ],
  // ---- requests ------------------------------------------------------------
  "In the body: {why}": ["Im Inhalt: {why}", "Dans le contenu : {why}"],
  "In the query: {why}": ["In der Anfrage: {why}", "Dans la requête : {why}"],
  "In the path: {why}": ["Im Pfad: {why}", "Dans le chemin : {why}"],
  "name: {why}": ["Name: {why}", "nom : {why}"],
  "value: {why}": ["Wert: {why}", "valeur : {why}"],
  "Send the body as application/json": [
    "Senden Sie den Inhalt als application/json",
    "Envoyez le contenu en application/json",
  ],
  "The body is no valid JSON": [
    "Der Inhalt ist kein gültiges JSON",
    "Le contenu n’est pas du JSON valide",
  ],
  "The body is too large: at most {n} bytes": [
    "Der Inhalt ist zu groß: höchstens {n} Bytes",
    "Le contenu est trop grand : {n} octets au plus",
  ],
  "The gateway has a fault: its log tells more": [
    "Das Gateway hat einen Fehler: sein Protokoll sagt mehr",
    "La passerelle a une erreur : son journal en dit plus",
  ],
  "Sent by a page of another site: open the web console itself; a proxy in front of it is named with --http-origin https://NAME":
    [
      "Von der Seite einer anderen Website gesendet: öffnen Sie die Webkonsole selbst; einen Proxy davor nennt --http-origin https://NAME",
      "Envoyé par la page d’un autre site : ouvrez la console elle-même ; un proxy devant elle se nomme par --http-origin https://NAME",
    ],
  "This server does not answer under that name: use its IP address, or give its name with --http, that of a proxy with --http-origin":
    [
      "Unter diesem Namen antwortet dieser Server nicht: benutzen Sie seine IP-Adresse, oder nennen Sie seinen Namen mit --http, den eines Proxys mit --http-origin",
      "Ce serveur ne répond pas sous ce nom : utilisez son adresse IP, ou donnez son nom par --http, celui d’un proxy par --http-origin",
    ],
  "This web console has no login and is reached through a proxy, where everybody would be the owner: give it OVMS_EDGE_HTTP_TOKEN and its name with --http-origin":
    [
      "Diese Webkonsole hat keine Anmeldung und wird über einen Proxy erreicht, wo jeder der Besitzer wäre: geben Sie ihr OVMS_EDGE_HTTP_TOKEN und ihren Namen mit --http-origin",
      "Cette console n’a pas de connexion et est atteinte par un proxy, où chacun serait le propriétaire : donnez-lui OVMS_EDGE_HTTP_TOKEN et son nom par --http-origin",
    ],
  "Another large file is being read: try again in a few seconds": [
    "Eine andere große Datei wird gerade gelesen: versuchen Sie es in einigen Sekunden wieder",
    "Un autre fichier volumineux est en cours de lecture : réessayez dans quelques secondes",
  ],
  "At most {n} pages can listen: close some": [
    "Höchstens {n} Seiten können zuhören: schließen Sie einige",
    "{n} pages au plus peuvent écouter : fermez-en",
  ],
  "There is nothing at {path}": [
    "Unter {path} gibt es nichts",
    "Il n’y a rien à {path}",
  ],
  "There is no {method} {path}: /api/v1/openapi.json lists all": [
    "Es gibt kein {method} {path}: /api/v1/openapi.json nennt alles",
    "Il n’y a pas de {method} {path} : /api/v1/openapi.json liste tout",
  ],
  "{path} takes {methods} only": [
    "{path} nimmt nur {methods} an",
    "{path} n’accepte que {methods}",
  ],
  'Expected a body {"secret": "..."}': [
    'Erwartet: ein Inhalt {"secret": "..."}',
    'Attendu : un contenu {"secret": "..."}',
  ],
  "The page's folder may not be read: start the program with --allow-read={path}":
    [
      "Der Ordner der Seite darf nicht gelesen werden: starten Sie das Programm mit --allow-read={path}",
      "Le dossier de la page ne peut pas être lu : lancez le programme avec --allow-read={path}",
    ],
  'There is no metric "{name}": /api/v1/metrics lists all': [
    "Es gibt keine Metrik „{name}“: /api/v1/metrics nennt alle",
    "Il n’y a pas de métrique « {name} » : /api/v1/metrics les liste",
  ],
  "The span ends before it begins: swap its ends": [
    "Der Zeitraum endet, bevor er beginnt: vertauschen Sie seine Enden",
    "La période finit avant de commencer : inversez ses bornes",
  ],
  "This program keeps no courses over time": [
    "Dieses Programm hebt keine Verläufe auf",
    "Ce programme ne conserve pas de courbes",
  ],
  "{type} has no positions, which GPX is for: choose csv or json": [
    "{type} hat keine Positionen, für die GPX da ist: wählen Sie csv oder json",
    "{type} n’a pas de positions, ce qu’il faut pour GPX : choisissez csv ou json",
  ],
  "expected the number of a bus": [
    "erwartet: die Nummer eines Busses",
    "attendu : le numéro d’un bus",
  ],
  "expected at least one name": [
    "erwartet: mindestens ein Name",
    "attendu : au moins un nom",
  ],
  "expected at most {n} names": [
    "erwartet: höchstens {n} Namen",
    "attendu : {n} noms au plus",
  ],
  "expected a whole number": [
    "erwartet: eine ganze Zahl",
    "attendu : un nombre entier",
  ],
  "expected a date that exists, such as 2026-05-01 or 2026-05-01T08:00Z, or ms since 1970":
    [
      "erwartet: ein Datum, das es gibt, wie 2026-05-01 oder 2026-05-01T08:00Z, oder ms seit 1970",
      "attendu : une date qui existe, telle que 2026-05-01 ou 2026-05-01T08:00Z, ou des ms depuis 1970",
    ],
  "Nothing was restored: what it would change is no longer what was shown, so look at it again":
    [
      "Nichts wurde zurückgespielt: es würde nicht mehr das ändern, was gezeigt wurde, sehen Sie es sich noch einmal an",
      "Rien n’a été rétabli : ce qui changerait n’est plus ce qui a été montré, regardez-le de nouveau",
    ],
  "Nothing starts the program again: end it and start it by hand": [
    "Nichts startet das Programm von selbst wieder: beenden und starten Sie es von Hand",
    "Rien ne relance le programme : arrêtez-le et relancez-le à la main",
  ],
});
