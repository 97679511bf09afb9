/** How devices, links and messages are, and what is not well with the gateway. */
import { textTable } from "../../../contract/texts.ts";

export const stateTexts = textTable(["de", "fr"], {
  // ---- devices -------------------------------------------------------------
  "up": ["in Betrieb", "en service"],
  "not registered": ["nicht im Netz", "non enregistré au réseau"],
  "registered": ["im Netz", "enregistré"],
  "registered at {operator}": [
    "im Netz von {operator}",
    "enregistré chez {operator}",
  ],
  "an operator": ["einem Betreiber", "un opérateur"],
  "not measured": ["nicht gemessen", "non mesuré"],
  "known to be right": ["geht richtig", "à l’heure"],
  "not to be trusted: neither the system, the GPS receiver nor the mobile network told the time":
    [
      "nicht verlässlich: weder das System noch GPS-Empfänger oder Mobilfunknetz haben die Zeit genannt",
      "incertaine : ni le système, ni le récepteur GPS, ni le réseau mobile n’ont donné l’heure",
    ],
  "writes": ["schreibt", "écrit"],
  "some were left out": [
    "einige wurden ausgelassen",
    "certaines ont été écartées",
  ],
  "received": ["empfangen", "reçus"],
  "sent": ["gesendet", "envoyé"],
  "errors": ["Fehler", "erreurs"],
  "overruns": ["Überläufe", "dépassements"],
  "reopened": ["neu geöffnet", "rouvert"],
  "damaged": ["beschädigt", "endommagées"],
  "garbled": ["unleserlich", "illisibles"],
  "timeouts": ["Zeitüberschreitungen", "délais dépassés"],
  "restarts": ["Neustarts", "redémarrages"],
  "calls": ["Anrufe", "appels"],
  "reports": ["Meldungen", "rapports"],
  "signal": ["Signal", "signal"],
  "starts": ["Starts", "démarrages"],
  "bytes of courses": ["Bytes der Verläufe", "octets de courbes"],
  "asked": ["gefragt", "demandées"],
  "answered": ["beantwortet", "répondues"],
  // ---- links ---------------------------------------------------------------
  "Mobile network": ["Mobilfunknetz", "Réseau mobile"],
  "OVMS server": ["OVMS-Server", "Serveur OVMS"],
  "MQTT broker": ["MQTT-Broker", "Broker MQTT"],
  "not set up": ["nicht eingerichtet", "non configuré"],
  "connecting": ["verbindet", "connexion en cours"],
  "connected": ["verbunden", "connecté"],
  "closed": ["geschlossen", "fermé"],
  "there is no connection": [
    "es besteht keine Verbindung",
    "il n’y a pas de connexion",
  ],
  "{why}; next try in {n} s": [
    "{why}; nächster Versuch in {n} s",
    "{why} ; prochain essai dans {n} s",
  ],
  "{why}, {n} times": ["{why}, {n}-mal", "{why}, {n} fois"],
  "no connection to the server within {n} s": [
    "keine Verbindung zum Server innerhalb von {n} s",
    "pas de connexion au serveur en {n} s",
  ],
  "no connection to the server: {why}": [
    "keine Verbindung zum Server: {why}",
    "pas de connexion au serveur : {why}",
  ],
  "the server does not know the server password": [
    "der Server kennt das Serverpasswort nicht",
    "le serveur ne connaît pas le mot de passe du serveur",
  ],
  "the server did not answer a ping within {n} s": [
    "der Server antwortete nicht innerhalb von {n} s",
    "le serveur n’a pas répondu en {n} s",
  ],
  "the server did not answer the login within {n} s": [
    "der Server beantwortete die Anmeldung nicht innerhalb von {n} s",
    "le serveur n’a pas répondu à la connexion en {n} s",
  ],
  "the server closed the connection": [
    "der Server hat die Verbindung beendet",
    "le serveur a fermé la connexion",
  ],
  "the server closed the connection at login": [
    "der Server hat die Verbindung bei der Anmeldung beendet",
    "le serveur a fermé la connexion à l’identification",
  ],
  "the connection broke: {why}": [
    "die Verbindung riss ab: {why}",
    "la connexion a été rompue : {why}",
  ],
  "the network took nothing for {n} s": [
    "das Netz nahm {n} s lang nichts an",
    "le réseau n’a rien pris pendant {n} s",
  ],
  "parameter 4 is no server address; expected a name or an IP address, with :port if it is not the usual one":
    [
      "Parameter 4 ist keine Serveradresse; erwartet: ein Name oder eine IP-Adresse, mit :Port, wenn es nicht der übliche ist",
      "le paramètre 4 n’est pas une adresse de serveur ; attendu : un nom ou une adresse IP, avec :port si ce n’est pas le port habituel",
    ],
  "refused ({code}): check login and client id": [
    "abgelehnt ({code}): prüfen Sie Anmeldung und Client-ID",
    "refusé ({code}) : vérifiez l’identifiant et celui du client",
  ],
  "the broker refuses the login: no further try": [
    "der Broker lehnt die Anmeldung ab: kein weiterer Versuch",
    "le broker refuse la connexion : plus d’essai",
  ],
  "the broker kept the session for too long": [
    "der Broker hat die Sitzung zu lange aufbewahrt",
    "le broker a gardé la session trop longtemps",
  ],
  "the broker sent an answer that is too large": [
    "der Broker hat eine zu große Antwort geschickt",
    "le broker a envoyé une réponse trop grande",
  ],
  "the broker sent a message with a QoS that nobody asked for": [
    "der Broker hat eine Nachricht mit einem QoS geschickt, das niemand verlangt hat",
    "le broker a envoyé un message avec un QoS que personne n’a demandé",
  ],
  "the broker ended the connection": [
    "der Broker hat die Verbindung beendet",
    "le broker a fermé la connexion",
  ],
  "the broker did not take it": [
    "der Broker hat es nicht angenommen",
    "le broker ne l’a pas pris",
  ],
  "the file of {setting} cannot be read ({code}): expected a file (PEM) that the program may read":
    [
      "die Datei von {setting} ist nicht lesbar ({code}): erwartet: eine Datei (PEM), die das Programm lesen darf",
      "le fichier de {setting} est illisible ({code}) : attendu : un fichier (PEM) que le programme peut lire",
    ],
  "the broker's access list forbids {names}": [
    "die Zugriffsliste des Brokers verbietet {names}",
    "la liste d’accès du broker interdit {names}",
  ],
  "messages below client/ do not come back: the broker's access list seems to forbid them, so that no commands can come":
    [
      "Nachrichten unter client/ kommen nicht zurück: die Zugriffsliste des Brokers scheint sie zu verbieten, so dass keine Befehle kommen können",
      "les messages sous client/ ne reviennent pas : la liste d’accès du broker semble les interdire, aucune commande ne peut donc venir",
    ],
  "clients send more than 50 messages a second: the rest is dropped": [
    "Clients senden mehr als 50 Nachrichten in der Sekunde: der Rest wird verworfen",
    "des clients envoient plus de 50 messages par seconde : le reste est ignoré",
  ],
  // ---- messages to the owner -----------------------------------------------
  "waiting": ["wartet", "en attente"],
  "delivered": ["zugestellt", "remis"],
  "undelivered": ["nicht zugestellt", "non remis"],
  "failed": ["gescheitert", "échoué"],
  "summarised": ["zusammengefasst", "résumé"],
  "expired": ["verfallen", "expiré"],
  // ---- changes in the journal ----------------------------------------------
  "setting": ["Einstellung", "réglage"],
  "parameter": ["Parameter", "paramètre"],
  "param": ["Parameter", "paramètre"],
  "feature": ["Funktion", "fonction"],
  "token": ["Token", "jeton"],
  "plugin": ["Plugin", "plugin"],
  // ---- what is not well ----------------------------------------------------
  "Plugin {id} is set aside after {n} faults: it is tried again by itself, and the log tells why":
    [
      "Plugin {id} ist nach {n} Fehlern beiseitegestellt: es wird von selbst wieder versucht, und das Protokoll sagt warum",
      "Le plugin {id} est écarté après {n} erreurs : il sera réessayé tout seul, et le journal dit pourquoi",
    ],
  "Writing to the car is off, but that could not be stored: a restart would allow it again":
    [
      "Schreiben auf das Auto ist aus, aber das ließ sich nicht speichern: ein Neustart würde es wieder erlauben",
      "L’écriture vers la voiture est désactivée, mais cela n’a pas pu être enregistré : un redémarrage la permettrait de nouveau",
    ],
  "Some values of the car are not asked for ({n} questions), because writing on the CAN bus is not allowed: set feature 15 to 1 to allow it":
    [
      "Einige Werte des Autos werden nicht abgefragt ({n} Fragen), weil Schreiben auf den CAN-Bus nicht erlaubt ist: Funktion 15 auf 1 setzen erlaubt es",
      "Certaines valeurs de la voiture ne sont pas demandées ({n} questions), car l’écriture sur le bus CAN n’est pas autorisée : mettez la fonction 15 à 1 pour l’autoriser",
    ],
});
