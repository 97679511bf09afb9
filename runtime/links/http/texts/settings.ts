/** Settings of the core and its links, and what a setting may be. */
import { textTable } from "../../../contract/texts.ts";

export const settingTexts = textTable(["de", "fr"], {
  // ---- what may be ---------------------------------------------------------
  "a text": ["ein Text", "un texte"],
  "a text of from {n} on characters": [
    "ein Text ab {n} Zeichen",
    "un texte d’au moins {n} caractères",
  ],
  "a text of from {a} to {b} characters": [
    "ein Text von {a} bis {b} Zeichen",
    "un texte de {a} à {b} caractères",
  ],
  "a text of up to {n} characters": [
    "ein Text von höchstens {n} Zeichen",
    "un texte de {n} caractères au plus",
  ],
  "a number": ["eine Zahl", "un nombre"],
  "a number from {a} on": ["eine Zahl ab {a}", "un nombre à partir de {a}"],
  "a number from {a} to {b}": [
    "eine Zahl von {a} bis {b}",
    "un nombre de {a} à {b}",
  ],
  "a number up to {b}": ["eine Zahl bis {b}", "un nombre jusqu’à {b}"],
  "a whole number": ["eine ganze Zahl", "un nombre entier"],
  "a whole number from {a} on": [
    "eine ganze Zahl ab {a}",
    "un nombre entier à partir de {a}",
  ],
  "a whole number from {a} to {b}": [
    "eine ganze Zahl von {a} bis {b}",
    "un nombre entier de {a} à {b}",
  ],
  "a whole number up to {b}": [
    "eine ganze Zahl bis {b}",
    "un nombre entier jusqu’à {b}",
  ],
  "on or off": ["ein oder aus (on, off)", "activé ou non (on, off)"],
  'a list, such as ["a","b"]': [
    'eine Liste wie ["a","b"]',
    'une liste telle que ["a","b"]',
  ],
  "another value": ["ein anderer Wert", "une autre valeur"],
  "expected {what}": ["erwartet: {what}", "attendu : {what}"],
  "expected {what} ({unit})": [
    "erwartet: {what} ({unit})",
    "attendu : {what} ({unit})",
  ],
  "expected {what}, or nothing": [
    "erwartet: {what} oder nichts",
    "attendu : {what}, ou rien",
  ],
  "expected a text without control characters": [
    "erwartet: ein Text ohne Steuerzeichen",
    "attendu : un texte sans caractères de contrôle",
  ],
  // ---- what choices are called ---------------------------------------------
  "as in the guide": ["wie im Handbuch", "comme dans le guide"],
  "as today's apps ask for them": [
    "wie heutige Apps danach fragen",
    "comme les applications actuelles les demandent",
  ],
  "both forms": ["beide Formen", "les deux formes"],
  "kilometres": ["Kilometer", "kilomètres"],
  "miles": ["Meilen", "milles"],
  "for the apps only": ["nur für die Apps", "pour les applications seulement"],
  "not encrypted": ["nicht verschlüsselt", "non chiffré"],
  // ---- units ---------------------------------------------------------------
  "d": ["Tage", "jours"],
  // ---- text messages, modem, server ----------------------------------------
  "Text messages that notices may cost in an hour": [
    "So viele SMS dürfen Meldungen in einer Stunde kosten",
    "Nombre de SMS que les avis peuvent coûter en une heure",
  ],
  "Whether the network is asked to report when notices were delivered, from the next start on":
    [
      "Ob das Netz melden soll, wann Meldungen zugestellt wurden; ab dem nächsten Start",
      "Demander au réseau un accusé de réception des avis ; à partir du prochain démarrage",
    ],
  "Text messages that answers may cost in an hour": [
    "So viele SMS dürfen Antworten in einer Stunde kosten",
    "Nombre de SMS que les réponses peuvent coûter en une heure",
  ],
  "Text messages that one reply or notice may take": [
    "So viele SMS darf eine Antwort oder Nachricht brauchen",
    "Nombre de SMS qu’une réponse ou une notification peut prendre",
  ],
  "PIN of the modem's SIM card": [
    "PIN der SIM-Karte im Modem",
    "Code PIN de la carte SIM du modem",
  ],
  "expected the PIN's 4 to 8 digits": [
    "erwartet: 4 bis 8 Ziffern der PIN",
    "attendu : les 4 à 8 chiffres du code PIN",
  ],
  "History records for the server: as the guide has them, as today's apps and scripts ask for them, or both":
    [
      "Verlaufsdaten für den Server: wie das Handbuch sie beschreibt (guide), wie heutige Apps und Skripte sie abfragen (current), oder beides (both)",
      "Historique pour le serveur : comme le décrit le guide (guide), comme les applications et scripts actuels le demandent (current), ou les deux (both)",
    ],
  "Whether a server without TLS and paranoid mode may write to the car, change who commands and get passwords":
    [
      "Ob ein Server ohne TLS und ohne Paranoid-Modus auf das Auto schreiben, Berechtigungen ändern und Passwörter bekommen darf",
      "Autoriser un serveur sans TLS ni mode paranoïaque à écrire vers la voiture, à changer qui commande et à obtenir des mots de passe",
    ],
  // ---- MQTT ----------------------------------------------------------------
  "MQTT broker, such as mqtts://user@host:8883/prefix; empty for none": [
    "MQTT-Broker, etwa mqtts://user@host:8883/prefix; leer für keinen",
    "Broker MQTT, par exemple mqtts://user@host:8883/prefix ; vide pour aucun",
  ],
  "Login at the MQTT broker; empty: as mqtt.url has it": [
    "Anmeldename beim MQTT-Broker; leer: wie in mqtt.url",
    "Identifiant auprès du broker MQTT ; vide : celui de mqtt.url",
  ],
  "Password at the MQTT broker": [
    "Passwort beim MQTT-Broker",
    "Mot de passe auprès du broker MQTT",
  ],
  "Begin of all topics; empty: ovms/USER/VEHICLE-ID, as OVMS v3 has it": [
    "Anfang aller Topics; leer: ovms/USER/VEHICLE-ID wie bei OVMS v3",
    "Début de tous les topics ; vide : ovms/USER/VEHICLE-ID, comme OVMS v3",
  ],
  "Client id at the MQTT broker; empty: the vehicle id": [
    "Client-ID beim MQTT-Broker; leer: die Fahrzeug-ID",
    "Identifiant de client auprès du broker MQTT ; vide : celui du véhicule",
  ],
  "After so long without a message the MQTT broker is asked": [
    "Nach so langer Zeit ohne Nachricht wird beim MQTT-Broker nachgefragt",
    "Délai sans message après lequel le broker MQTT est interrogé",
  ],
  "Version of MQTT": ["Version von MQTT", "Version de MQTT"],
  "File (PEM) with the certificate by which the MQTT broker knows the car; empty for none":
    [
      "Datei (PEM) mit dem Zertifikat, an dem der MQTT-Broker das Auto erkennt; leer für keines",
      "Fichier (PEM) du certificat par lequel le broker MQTT reconnaît la voiture ; vide pour aucun",
    ],
  "File (PEM) with the private key of mqtt.cert": [
    "Datei (PEM) mit dem privaten Schlüssel zu mqtt.cert",
    "Fichier (PEM) de la clé privée de mqtt.cert",
  ],
  "Whether clients may write to the car, change who commands and get passwords over a connection without TLS that leaves the local network":
    [
      "Ob Clients über eine Verbindung ohne TLS, die das lokale Netz verlässt, auf das Auto schreiben, Berechtigungen ändern und Passwörter bekommen dürfen",
      "Autoriser les clients à écrire vers la voiture, à changer qui commande et à obtenir des mots de passe par une connexion sans TLS qui quitte le réseau local",
    ],
  "Whether the car announces itself to Home Assistant's own MQTT integration; not beside the OVMS integration, which shows the same":
    [
      "Ob sich das Auto bei der MQTT-Integration von Home Assistant anmeldet; nicht neben der OVMS-Integration, die dasselbe zeigt",
      "Annoncer la voiture à l’intégration MQTT de Home Assistant ; pas en même temps que l’intégration OVMS, qui montre la même chose",
    ],
  "Begin of Home Assistant's discovery topics": [
    "Anfang der Discovery-Topics von Home Assistant",
    "Début des topics de découverte de Home Assistant",
  ],
  "File (PEM) with the authority of the MQTT broker's certificate; empty: those of the system":
    [
      "Datei (PEM) mit der Zertifizierungsstelle des MQTT-Brokers; leer: die des Systems",
      "Fichier (PEM) de l’autorité du certificat du broker MQTT ; vide : celles du système",
    ],
  "expected a topic without wildcards": [
    "erwartet: ein Topic ohne Platzhalter",
    "attendu : un topic sans caractères génériques",
  ],
  "the broker's address is none: {why}": [
    "die Adresse des Brokers ist keine: {why}",
    "l’adresse du broker n’en est pas une : {why}",
  ],
  "the broker's address has no host: {why}": [
    "in der Adresse des Brokers fehlt der Rechner: {why}",
    "il manque l’hôte dans l’adresse du broker : {why}",
  ],
  "expected mqtt:// or mqtts:// (ws:// or wss:// by WebSocket), such as mqtts://user@broker.example:8883":
    [
      "erwartet: mqtt:// oder mqtts:// (ws:// oder wss:// über WebSocket), etwa mqtts://user@broker.example:8883",
      "attendu : mqtt:// ou mqtts:// (ws:// ou wss:// par WebSocket), par exemple mqtts://user@broker.example:8883",
    ],
  "the broker's address holds a password: set it as mqtt.password, where it stays secret":
    [
      "die Adresse des Brokers enthält ein Passwort: setzen Sie es als mqtt.password, wo es geheim bleibt",
      "l’adresse du broker contient un mot de passe : indiquez-le dans mqtt.password, où il reste secret",
    ],
  // ---- courses over time, maps, versions -----------------------------------
  "How long courses of numbers are kept every ten seconds": [
    "Wie lange Zahlenverläufe alle zehn Sekunden bleiben",
    "Durée de conservation des courbes toutes les dix secondes",
  ],
  "How long they are kept as minutes": [
    "Wie lange sie minutenweise bleiben",
    "Durée de leur conservation par minute",
  ],
  "How long they are kept as hours": [
    "Wie lange sie stundenweise bleiben",
    "Durée de leur conservation par heure",
  ],
  "How long the courses of trips and charges are kept every ten seconds, and where the car was":
    [
      "Wie lange die Verläufe von Fahrten und Ladungen alle zehn Sekunden bleiben, samt dem Ort des Autos",
      "Durée de conservation des courbes des trajets et recharges toutes les dix secondes, avec la position de la voiture",
    ],
  "Most that all of these take: beyond, the oldest goes earlier": [
    "So viel Platz nehmen sie höchstens; darüber geht das Älteste früher",
    "Place maximale pour l’ensemble ; au-delà, le plus ancien part plus tôt",
  ],
  "Whether tracks keep where the car was": [
    "Ob Strecken festhalten, wo das Auto war",
    "Conserver la position de la voiture dans les parcours",
  ],
  "Address of a tile server for maps; the browser asks it for the places that are looked at; empty for none":
    [
      "Adresse eines Kachelservers für Karten; der Browser fragt ihn nach den Orten, die man ansieht; leer für keinen",
      "Adresse d’un serveur de tuiles pour les cartes ; le navigateur lui demande les lieux regardés ; vide pour aucun",
    ],
  "What the tile server wants to be said below its maps": [
    "Was der Kachelserver unter seinen Karten genannt haben möchte",
    "Mention que le serveur de tuiles demande sous ses cartes",
  ],
  "expected an address such as https://tile.example/{z}/{x}/{y}.png": [
    "erwartet: eine Adresse wie https://tile.example/{z}/{x}/{y}.png",
    "attendu : une adresse telle que https://tile.example/{z}/{x}/{y}.png",
  ],
  "Address that is asked once a day for the newest version, as JSON with version; empty for none":
    [
      "Adresse, die einmal am Tag nach der neuesten Version gefragt wird (JSON mit version); leer für keine",
      "Adresse interrogée une fois par jour sur la dernière version (JSON avec version) ; vide pour aucune",
    ],
  "expected an https address, such as https://registry.npmjs.org/NAME/latest": [
    "erwartet: eine https-Adresse wie https://registry.npmjs.org/NAME/latest",
    "attendu : une adresse https telle que https://registry.npmjs.org/NAME/latest",
  ],
});
