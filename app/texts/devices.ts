/** Devices: which are chosen, what a probe finds, what is wrong with them. */
import { textTable } from "../../runtime/contract/texts.ts";

export const deviceTexts = textTable(["de", "fr"], {
  // ---- settings ------------------------------------------------------------
  "CAN interfaces": ["CAN-Schnittstellen", "Interfaces CAN"],
  "GSM modem": ["GSM-Modem", "Modem GSM"],
  "GPS receiver": ["GPS-Empfänger", "Récepteur GPS"],
  "Source of the 12 V level": [
    "Woher der 12-V-Pegel kommt",
    "Source du niveau 12 V",
  ],
  "Serial console of the diagnostics mode, from the next start on": [
    "Serielle Konsole des Diagnosemodus, ab dem nächsten Start",
    "Console série du mode diagnostic, à partir du prochain démarrage",
  ],
  "socketcan:can0, slcan:/dev/ttyACM0@500000, tcp:HOST:PORT@500000 or the like; several with 2= in front of the second":
    [
      "socketcan:can0, slcan:/dev/ttyACM0@500000, tcp:HOST:PORT@500000 und Ähnliches; mehrere mit 2= vor der zweiten",
      "socketcan:can0, slcan:/dev/ttyACM0@500000, tcp:HOST:PORT@500000, etc. ; plusieurs avec 2= devant la deuxième",
    ],
  "/dev/ttyUSB2@115200, or mm: for the one of ModemManager": [
    "/dev/ttyUSB2@115200, oder mm: für das des ModemManagers",
    "/dev/ttyUSB2@115200, ou mm: pour celui de ModemManager",
  ],
  "nmea:/dev/ttyACM1@9600, gpsd:localhost:2947, or modem for the one inside it":
    [
      "nmea:/dev/ttyACM1@9600, gpsd:localhost:2947, oder modem für den darin",
      "nmea:/dev/ttyACM1@9600, gpsd:localhost:2947, ou modem pour celui qu’il contient",
    ],
  "modem, or file:/sys/...@0.001 with the factor to volts": [
    "modem, oder file:/sys/...@0.001 mit dem Faktor zu Volt",
    "modem, ou file:/sys/...@0.001 avec le facteur vers les volts",
  ],
  "programs are named at the start only, by --supply or OVMS_EDGE_SUPPLY": [
    "Programme werden nur beim Start genannt, mit --supply oder OVMS_EDGE_SUPPLY",
    "les programmes ne se nomment qu’au démarrage, par --supply ou OVMS_EDGE_SUPPLY",
  ],
  "{rate} is not a bit rate of {whose}: expected one of {rates}": [
    "{rate} ist keine Bitrate {whose}: erwartet eine von {rates}",
    "{rate} n’est pas un débit {whose} : attendu l’un de {rates}",
  ],
  "SLCAN adapters": ["von SLCAN-Adaptern", "d’adaptateurs SLCAN"],
  "a serial port": ["eines seriellen Anschlusses", "d’un port série"],
  "expected a port from 1 to 65535": [
    "erwartet: ein Port von 1 bis 65535",
    "attendu : un port de 1 à 65535",
  ],
  "names bus {n} twice: give each bus a number of its own, such as --can 2=socketcan:can1":
    [
      "nennt Bus {n} zweimal: geben Sie jedem Bus eine eigene Nummer, etwa 2=socketcan:can1",
      "nomme deux fois le bus {n} : donnez à chaque bus son numéro, par exemple 2=socketcan:can1",
    ],
  // ---- at the start --------------------------------------------------------
  'The device "{part}" is left out: {why}': [
    "Das Gerät „{part}“ ist ausgelassen: {why}",
    "L’appareil « {part} » est écarté : {why}",
  ],
  'The device "{part}" stays as it was: {text} does not work, {why}': [
    "Das Gerät „{part}“ bleibt, wie es war: {text} geht nicht, {why}",
    "L’appareil « {part} » reste tel quel : {text} ne marche pas, {why}",
  ],
  'The device "{part}" does not work: {text}, {why}': [
    "Das Gerät „{part}“ geht nicht: {text}, {why}",
    "L’appareil « {part} » ne marche pas : {text}, {why}",
  ],
  "no modem answers": ["kein Modem antwortet", "aucun modem ne répond"],
  "no receiver reports": [
    "kein Empfänger meldet sich",
    "aucun récepteur ne répond",
  ],
  "it measures nothing": ["es misst nichts", "rien n’est mesuré"],
  '--gps cannot be "modem" without a modem: name it with --modem /dev/ttyUSB2@115200':
    [
      "„modem“ geht nicht ohne Modem: nennen oder wählen Sie eines",
      "« modem » demande un modem : nommez-en ou choisissez-en un",
    ],
  '--supply cannot be "modem" without a modem: name it with --modem /dev/ttyUSB2@115200':
    [
      "„modem“ geht nicht ohne Modem: nennen oder wählen Sie eines",
      "« modem » demande un modem : nommez-en ou choisissez-en un",
    ],
  '--supply cannot be "modem" with ModemManager, which does not tell it': [
    "„modem“ geht nicht mit ModemManager, der das nicht sagt",
    "« modem » est impossible avec ModemManager, qui ne le dit pas",
  ],
  "--shutdown-below needs to know the supply: name its source with --supply": [
    "--shutdown-below muss die Versorgung kennen: nennen Sie ihre Quelle mit --supply",
    "--shutdown-below doit connaître l’alimentation : nommez sa source par --supply",
  ],
  "--smsc and --modem-init are for a modem on a port of its own: ModemManager takes no commands":
    [
      "--smsc und --modem-init sind für ein Modem am eigenen Anschluss: ModemManager nimmt keine Befehle an",
      "--smsc et --modem-init valent pour un modem sur son propre port : ModemManager ne prend pas de commandes",
    ],
  "Choose it again, or change the service's environment": [
    "Wählen Sie es neu, oder ändern Sie die Umgebung des Dienstes",
    "Choisissez-le de nouveau, ou changez l’environnement du service",
  ],
  "The gateway has no devices yet": [
    "Das Gateway hat noch keine Geräte",
    "La passerelle n’a pas encore d’appareils",
  ],
  "Set-up shows what is plugged in": [
    "„Einrichten“ zeigt, was angeschlossen ist",
    "« Mise en service » montre ce qui est branché",
  ],
  // ---- what a probe finds --------------------------------------------------
  "modem (AT) at {rate}": ["Modem (AT) mit {rate}", "modem (AT) à {rate}"],
  "GPS receiver (NMEA) at {rate}": [
    "GPS-Empfänger (NMEA) mit {rate}",
    "récepteur GPS (NMEA) à {rate}",
  ],
  "CAN adapter (SLCAN) at {rate}": [
    "CAN-Adapter (SLCAN) mit {rate}",
    "adaptateur CAN (SLCAN) à {rate}",
  ],
  "CAN interface, {state}": [
    "CAN-Schnittstelle, {state}",
    "interface CAN, {state}",
  ],
  "down": ["abgeschaltet", "arrêtée"],
  "unknown": ["unbekannt", "inconnu"],
  "nothing answers": ["nichts antwortet", "rien ne répond"],
  "in use by this program": [
    "von diesem Programm benutzt",
    "utilisé par ce programme",
  ],
  "simulated": ["simuliert", "simulé"],
  // ---- drivers -------------------------------------------------------------
  "not opened yet": ["noch nicht geöffnet", "pas encore ouvert"],
  "not set up: name its interface with {flag}": [
    "nicht eingerichtet: wählen Sie die Schnittstelle, oder nennen Sie sie mit {flag}",
    "non configuré : choisissez l’interface, ou nommez-la par {flag}",
  ],
  "opening it again": ["wird neu geöffnet", "réouverture"],
  "opening again for other frames": [
    "wird für andere Frames neu geöffnet",
    "réouverture pour d’autres trames",
  ],
  "opening again: a frame was under way when sending was forbidden": [
    "wird neu geöffnet: ein Frame war unterwegs, als das Senden verboten wurde",
    "réouverture : une trame était en route quand l’envoi a été interdit",
  ],
  "nothing was received for {n} s": [
    "seit {n} s kam nichts an",
    "rien n’a été reçu depuis {n} s",
  ],
  "no frame for {n} s although the bus should live; opened again": [
    "seit {n} s kein Frame, obwohl der Bus leben sollte; neu geöffnet",
    "aucune trame depuis {n} s alors que le bus devrait vivre ; rouvert",
  ],
  "the device ended the connection": [
    "das Gerät hat die Verbindung beendet",
    "l’appareil a fermé la connexion",
  ],
  "{place} does not answer": [
    "{place} antwortet nicht",
    "{place} ne répond pas",
  ],
  "open {path}: {why} ({code})": [
    "{path} öffnen: {why} ({code})",
    "ouvrir {path} : {why} ({code})",
  ],
  "{name} hung up": ["{name} ist abgerissen", "{name} a raccroché"],
  "run with --allow-{what}": [
    "starten Sie mit --allow-{what}",
    "lancez avec --allow-{what}",
  ],
  "the bus disturbs the adapter (error passive): check bit rate, wiring and termination":
    [
      "der Bus stört den Adapter (error passive): prüfen Sie Bitrate, Verdrahtung und Abschluss",
      "le bus perturbe l’adaptateur (error passive) : vérifiez débit, câblage et terminaison",
    ],
  "the adapter has left the bus after errors (bus-off) and was opened again: check bit rate, wiring and termination":
    [
      "der Adapter hat den Bus nach Fehlern verlassen (bus-off) und wurde neu geöffnet: prüfen Sie Bitrate, Verdrahtung und Abschluss",
      "l’adaptateur a quitté le bus après des erreurs (bus-off) et a été rouvert : vérifiez débit, câblage et terminaison",
    ],
  "the adapter refused {command}; expected an SLCAN adapter that knows it": [
    "der Adapter lehnt {command} ab; erwartet: ein SLCAN-Adapter, der das kennt",
    "l’adaptateur refuse {command} ; attendu : un adaptateur SLCAN qui le connaît",
  ],
  "the adapter answers after all: it is set up again": [
    "der Adapter antwortet doch: er wird neu eingerichtet",
    "l’adaptateur répond finalement : il est reconfiguré",
  ],
  "the socketcand server is silent": [
    "der socketcand-Server schweigt",
    "le serveur socketcand est muet",
  ],
  "socketcand refuses {bus}: {why}": [
    "socketcand lehnt {bus} ab: {why}",
    "socketcand refuse {bus} : {why}",
  ],
  "writing on the CAN bus is not allowed": [
    "Schreiben auf den CAN-Bus ist nicht erlaubt",
    "l’écriture sur le bus CAN n’est pas autorisée",
  ],
  // ---- modem ---------------------------------------------------------------
  "works without {what}": ["arbeitet ohne {what}", "fonctionne sans {what}"],
  "the modem is being set up again": [
    "das Modem wird neu eingerichtet",
    "le modem est reconfiguré",
  ],
  "ModemManager was not asked yet": [
    "ModemManager wurde noch nicht gefragt",
    "ModemManager n’a pas encore été interrogé",
  ],
  "the SIM asks for its PUK: unlock it in a phone": [
    "die SIM fragt nach ihrer PUK: entsperren Sie sie in einem Telefon",
    "la SIM demande son PUK : débloquez-la dans un téléphone",
  ],
  "the SIM asks for its PIN: give it as setting modem.pin": [
    "die SIM fragt nach ihrer PIN: geben Sie sie als Einstellung modem.pin",
    "la SIM demande son code PIN : donnez-le dans le réglage modem.pin",
  ],
  "the SIM has not taken its PIN yet": [
    "die SIM hat ihre PIN noch nicht angenommen",
    "la SIM n’a pas encore pris son code PIN",
  ],
  "the SIM refused the PIN of setting modem.pin, which is not tried again: set the right one":
    [
      "die SIM hat die PIN der Einstellung modem.pin abgelehnt, sie wird nicht noch einmal versucht: setzen Sie die richtige",
      "la SIM a refusé le code PIN du réglage modem.pin, qui ne sera plus essayé : donnez le bon",
    ],
  "the SIM has one try left: enter its PIN in a phone": [
    "die SIM hat noch einen Versuch: geben Sie ihre PIN in einem Telefon ein",
    "il reste un essai à la SIM : entrez son code PIN dans un téléphone",
  ],
  "the SIM's PIN is not tried, since the store cannot remember that it was": [
    "die PIN der SIM wird nicht versucht, da der Speicher sich das nicht merken kann",
    "le code PIN de la SIM n’est pas essayé, car cela ne pourrait pas être mémorisé",
  ],
  "it refuses {what}, which messages need": [
    "es verweigert {what}, was Nachrichten brauchen",
    "il refuse {what}, dont les messages ont besoin",
  ],
  "its messages cannot be read: {why}": [
    "seine Nachrichten sind nicht lesbar: {why}",
    "ses messages ne peuvent pas être lus : {why}",
  ],
  "its memory {name} is full: {used} of {total} messages": [
    "sein Speicher {name} ist voll: {used} von {total} Nachrichten",
    "sa mémoire {name} est pleine : {used} messages sur {total}",
  ],
});
