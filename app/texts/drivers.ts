/** What drivers say of ports, adapters, receivers and modems. */
import { textTable } from "../../runtime/contract/texts.ts";

export const driverTexts = textTable(["de", "fr"], {
  // ---- what the system answers ---------------------------------------------
  "open {path}": ["{path} öffnen", "ouverture de {path}"],
  "{what}: {why} ({code})": [
    "{what}: {why} ({code})",
    "{what} : {why} ({code})",
  ],
  "not permitted": ["nicht erlaubt", "non permis"],
  "no such device; is it plugged in?": [
    "kein solches Gerät; ist es eingesteckt?",
    "appareil absent ; est-il branché ?",
  ],
  "the device is gone": ["das Gerät ist weg", "l’appareil a disparu"],
  "no such device or address": [
    "kein solches Gerät, keine solche Adresse",
    "appareil ou adresse inexistants",
  ],
  "no such device": ["kein solches Gerät", "appareil absent"],
  "already closed": ["schon geschlossen", "déjà fermé"],
  "out of memory": ["der Arbeitsspeicher ist voll", "mémoire épuisée"],
  "permission denied; is the user in the group dialout?": [
    "kein Zugriff; ist der Benutzer in der Gruppe dialout?",
    "accès refusé ; l’utilisateur est-il dans le groupe dialout ?",
  ],
  "in use by another program": [
    "von einem anderen Programm benutzt",
    "utilisé par un autre programme",
  ],
  "not possible with this device": [
    "mit diesem Gerät nicht möglich",
    "impossible avec cet appareil",
  ],
  "too many open files": [
    "zu viele offene Dateien",
    "trop de fichiers ouverts",
  ],
  "not a serial port": ["kein serieller Anschluss", "pas un port série"],
  "the other side is closed": [
    "die Gegenseite ist geschlossen",
    "l’autre côté est fermé",
  ],
  "not supported by this kernel": [
    "von diesem Kernel nicht unterstützt",
    "non pris en charge par ce noyau",
  ],
  "the interface is down": [
    "die Schnittstelle ist abgeschaltet",
    "l’interface est arrêtée",
  ],
  "the other side is gone": [
    "die Gegenseite ist weg",
    "l’autre côté a disparu",
  ],
  "the send queue is full": [
    "die Sendeschlange ist voll",
    "la file d’envoi est pleine",
  ],
  "nobody is on the other side": [
    "auf der Gegenseite ist niemand",
    "il n’y a personne de l’autre côté",
  ],
  "error {n}": ["Fehler {n}", "erreur {n}"],
  "see errno(3)": ["siehe errno(3)", "voir errno(3)"],
  "in use by {who}; end it, or name another port": [
    "von {who} benutzt; beenden Sie das oder nennen Sie einen anderen Anschluss",
    "utilisé par {who} ; terminez-le ou nommez un autre port",
  ],
  "open {path}: in use by {who}; end it, or name another port": [
    "{path} wird von {who} benutzt; beenden Sie das oder nennen Sie einen anderen Anschluss",
    "{path} est utilisé par {who} ; terminez-le ou nommez un autre port",
  ],
  "another program": ["einem anderen Programm", "un autre programme"],
  "a program": ["einem Programm", "un programme"],
  "{name} (process {pid})": [
    "{name} (Prozess {pid})",
    "{name} (processus {pid})",
  ],
  "serial ports and SocketCAN are not available on {system} {machine}: expected Linux on x86_64 or aarch64 with glibc; run with simulated devices, or with candump as the CAN driver":
    [
      "serielle Anschlüsse und SocketCAN gibt es auf {system} {machine} nicht: erwartet: Linux auf x86_64 oder aarch64 mit glibc; mit simulierten Geräten starten, oder mit candump als CAN-Treiber",
      "ports série et SocketCAN indisponibles sur {system} {machine} : attendu : Linux sur x86_64 ou aarch64 avec glibc ; lancez avec des appareils simulés, ou candump comme pilote CAN",
    ],
  "cannot load the C library {path}: {why}": [
    "die C-Bibliothek {path} lässt sich nicht laden: {why}",
    "la bibliothèque C {path} ne se charge pas : {why}",
  ],
  "run with {flag}": ["mit {flag} starten", "lancez avec {flag}"],
  "expected glibc there, as on Debian and Raspberry Pi OS": [
    "erwartet: glibc, wie auf Debian und Raspberry Pi OS",
    "attendu : glibc, comme sur Debian et Raspberry Pi OS",
  ],
  "{device} is already open": [
    "{device} ist schon offen",
    "{device} est déjà ouvert",
  ],
  "{path} is already open; close it first": [
    "{path} ist schon offen; schließen Sie ihn zuerst",
    "{path} est déjà ouvert ; fermez-le d’abord",
  ],
  "{device} was closed": ["{device} wurde geschlossen", "{device} a été fermé"],
  "{device} is not open": [
    "{device} ist nicht offen",
    "{device} n’est pas ouvert",
  ],
  "the serial port opened without its streams": [
    "der serielle Anschluss öffnete sich ohne Datenströme",
    "le port série s’est ouvert sans ses flux",
  ],
  "cannot run {program}: {why}": [
    "{program} lässt sich nicht starten: {why}",
    "{program} ne se lance pas : {why}",
  ],
  "it is not installed; on Debian: {command}": [
    "es ist nicht installiert; auf Debian: {command}",
    "il n’est pas installé ; sur Debian : {command}",
  ],
  "{program} ended ({how})": [
    "{program} endete ({how})",
    "{program} s’est terminé ({how})",
  ],
  "{program} ended ({how}): {complaint}": [
    "{program} endete ({how}): {complaint}",
    "{program} s’est terminé ({how}) : {complaint}",
  ],
  "code {n}": ["Code {n}", "code {n}"],
  "no shell with job control started it": [
    "keine Shell mit Jobsteuerung hat es gestartet",
    "aucun shell avec contrôle de tâches ne l’a lancé",
  ],
  // ---- CAN -----------------------------------------------------------------
  "this kernel has no CAN support (AF_CAN), so {name} cannot be opened: load the modules can and can_raw and the adapter's driver, or use an SLCAN adapter":
    [
      "dieser Kernel kann kein CAN (AF_CAN), daher lässt sich {name} nicht öffnen: laden Sie die Module can und can_raw und den Treiber des Adapters, oder nehmen Sie einen SLCAN-Adapter",
      "ce noyau n’a pas le CAN (AF_CAN), {name} ne peut donc pas être ouvert : chargez les modules can et can_raw et le pilote de l’adaptateur, ou prenez un adaptateur SLCAN",
    ],
  "there is no network interface {name}: is the CAN adapter plugged in and its driver loaded?":
    [
      "es gibt keine Netzwerkschnittstelle {name}: ist der CAN-Adapter eingesteckt und sein Treiber geladen?",
      "il n’y a pas d’interface réseau {name} : l’adaptateur CAN est-il branché et son pilote chargé ?",
    ],
  "{name} is down; as root: {command}": [
    "{name} ist abgeschaltet; als root: {command}",
    "{name} est arrêtée ; en root : {command}",
  ],
  '"{name}" is not the name of a network interface: expected 1 to 15 characters, such as can0':
    [
      "„{name}“ ist kein Name einer Netzwerkschnittstelle: erwartet: 1 bis 15 Zeichen, etwa can0",
      "« {name} » n’est pas un nom d’interface réseau : attendu : 1 à 15 caractères, par exemple can0",
    ],
  "{name} is bus-off; it comes back by itself if it was set up with restart-ms, else as root: ip link set {name} type can restart":
    [
      "{name} ist vom Bus getrennt (bus-off); mit restart-ms eingerichtet kommt sie von selbst wieder, sonst als root: ip link set {name} type can restart",
      "{name} est hors bus (bus-off) ; elle revient seule si elle a été configurée avec restart-ms, sinon en root : ip link set {name} type can restart",
    ],
  "{name}: the send queue stays full; does anybody on the bus acknowledge frames?":
    [
      "{name}: die Sendeschlange bleibt voll; bestätigt jemand am Bus Frames?",
      "{name} : la file d’envoi reste pleine ; quelqu’un acquitte-t-il les trames sur le bus ?",
    ],
  "{name} listens only: sending has to be allowed first": [
    "{name} hört nur zu: Senden muss erst erlaubt werden",
    "{name} écoute seulement : il faut d’abord permettre l’envoi",
  ],
  "the adapter refused the frame: its send queue is full or the bus is off": [
    "der Adapter hat das Frame abgelehnt: seine Sendeschlange ist voll oder der Bus ist aus",
    "l’adaptateur a refusé la trame : sa file d’envoi est pleine ou le bus est coupé",
  ],
  "the adapter did not answer {what} within {n} s; expected an SLCAN adapter at this baud rate":
    [
      "der Adapter beantwortete {what} nicht innerhalb von {n} s; erwartet: ein SLCAN-Adapter mit dieser Baudrate",
      "l’adaptateur n’a pas répondu à {what} en {n} s ; attendu : un adaptateur SLCAN à ce débit",
    ],
  "no answer within {n} s; expected a socketcand server at this address": [
    "keine Antwort innerhalb von {n} s; erwartet: ein socketcand-Server an dieser Adresse",
    "pas de réponse en {n} s ; attendu : un serveur socketcand à cette adresse",
  ],
  "The CAN bus is in read only mode: set feature 15 to 1 to allow writing": [
    "Der CAN-Bus wird nur gelesen: Funktion 15 auf 1 setzen erlaubt das Schreiben",
    "Le bus CAN est en lecture seule : mettez la fonction 15 à 1 pour permettre l’écriture",
  ],
  "CAN bus {n} is {state}": [
    "CAN-Bus {n} ist {state}",
    "le bus CAN {n} est {state}",
  ],
  "{id} is not a CAN identifier: expected 0 to 0x1FFFFFFF": [
    "{id} ist keine CAN-Kennung: erwartet: 0 bis 0x1FFFFFFF",
    "{id} n’est pas un identifiant CAN : attendu : 0 à 0x1FFFFFFF",
  ],
  "a CAN frame carries at most 8 bytes, not {n}": [
    "ein CAN-Frame trägt höchstens 8 Byte, nicht {n}",
    "une trame CAN porte 8 octets au plus, pas {n}",
  ],
  '"{text}" is not a row of bytes: expected pairs of hexadecimal digits': [
    "„{text}“ ist keine Reihe von Bytes: erwartet: Paare von Hexadezimalziffern",
    "« {text} » n’est pas une suite d’octets : attendu : des paires de chiffres hexadécimaux",
  ],
  // ---- receivers -----------------------------------------------------------
  "the modem {model} is not known to have a receiver; if it has one, name its command, one of {commands}, as in {flag}":
    [
      "vom Modem {model} ist kein Empfänger bekannt; hat es einen, nennen Sie seinen Befehl, einen von {commands}, wie in {flag}",
      "on ne connaît pas de récepteur au modem {model} ; s’il en a un, nommez sa commande, l’une de {commands}, comme dans {flag}",
    ],
  "There is no modem at present": [
    "Zur Zeit ist kein Modem da",
    "Il n’y a pas de modem actuellement",
  ],
  // ---- modem ---------------------------------------------------------------
  "{answer} ({meaning})": ["{answer} ({meaning})", "{answer} ({meaning})"],
  "the number does not exist": [
    "die Nummer gibt es nicht",
    "le numéro n’existe pas",
  ],
  "the operator barred it": [
    "der Betreiber hat es gesperrt",
    "l’opérateur l’a bloqué",
  ],
  "calls are barred": ["Anrufe sind gesperrt", "les appels sont bloqués"],
  "the network rejects the message": [
    "das Netz lehnt die Nachricht ab",
    "le réseau refuse le message",
  ],
  "the number is not known": [
    "die Nummer ist nicht bekannt",
    "le numéro est inconnu",
  ],
  "the network rejects the request": [
    "das Netz lehnt die Anfrage ab",
    "le réseau refuse la demande",
  ],
  "the subscriber is not known": [
    "der Teilnehmer ist nicht bekannt",
    "l’abonné est inconnu",
  ],
  "the SIM has no subscription for messages": [
    "die SIM hat keinen Vertrag für Nachrichten",
    "la SIM n’a pas d’abonnement pour les messages",
  ],
  "the network has no messages": [
    "das Netz kennt keine Nachrichten",
    "le réseau n’a pas de messages",
  ],
  "the service centre knows no such subscription": [
    "die Kurzmitteilungszentrale kennt diesen Vertrag nicht",
    "le centre de service ne connaît pas cet abonnement",
  ],
  "the number is not valid": [
    "die Nummer ist ungültig",
    "le numéro n’est pas valable",
  ],
  "the recipient is barred": [
    "der Empfänger ist gesperrt",
    "le destinataire est bloqué",
  ],
  "the modem repeats what it is told": [
    "das Modem wiederholt, was man ihm sagt",
    "le modem répète ce qu’on lui dit",
  ],
  "the modem was not ready in time": [
    "das Modem war nicht rechtzeitig bereit",
    "le modem n’a pas été prêt à temps",
  ],
  "the modem does not delete the message": [
    "das Modem löscht die Nachricht nicht",
    "le modem n’efface pas le message",
  ],
  "the modem does not return to text mode": [
    "das Modem kehrt nicht in den Textmodus zurück",
    "le modem ne revient pas au mode texte",
  ],
  "the modem did not answer {command} within {n} s": [
    "das Modem beantwortete {command} nicht innerhalb von {n} s",
    "le modem n’a pas répondu à {command} en {n} s",
  ],
  "{command} is still running": [
    "{command} läuft noch",
    "{command} est encore en cours",
  ],
  "the modem asks for {what}: unlock it with its maker's program": [
    "das Modem verlangt {what}: entsperren Sie es mit dem Programm seines Herstellers",
    "le modem demande {what} : débloquez-le avec le programme de son fabricant",
  ],
  "ModemManager made no message": [
    "ModemManager hat keine Nachricht angelegt",
    "ModemManager n’a pas créé de message",
  ],
  "ModemManager did not answer in time": [
    "ModemManager antwortete nicht rechtzeitig",
    "ModemManager n’a pas répondu à temps",
  ],
  "a modem that ModemManager has takes no commands from others: name its port with --modem instead":
    [
      "ein Modem des ModemManagers nimmt keine Befehle von anderen an: nennen Sie stattdessen seinen Anschluss mit --modem",
      "un modem de ModemManager ne prend pas de commandes d’ailleurs : nommez plutôt son port par --modem",
    ],
  "mmcli failed": ["mmcli ist gescheitert", "mmcli a échoué"],
  "a command begins with AT and has printable characters": [
    "ein Befehl beginnt mit AT und hat druckbare Zeichen",
    "une commande commence par AT et n’a que des caractères imprimables",
  ],
  "messages and their settings are the modem driver's own": [
    "Nachrichten und ihre Einstellungen gehören dem Treiber des Modems",
    "les messages et leurs réglages appartiennent au pilote du modem",
  ],
  "the message is not one that was received": [
    "die Nachricht ist keine empfangene",
    "le message n’est pas un message reçu",
  ],
  "the message's text is compressed": [
    "der Text der Nachricht ist gepackt",
    "le texte du message est compressé",
  ],
  "the message's text is cut": [
    "der Text der Nachricht ist abgeschnitten",
    "le texte du message est coupé",
  ],
  "the message is not hexadecimal": [
    "die Nachricht ist nicht hexadezimal",
    "le message n’est pas hexadécimal",
  ],
  "the message has {n} octets, its header promised {m}": [
    "die Nachricht hat {n} Oktette, ihr Kopf versprach {m}",
    "le message a {n} octets, son en-tête en promettait {m}",
  ],
  "the message carries data, expected text": [
    "die Nachricht trägt Daten, erwartet: Text",
    "le message porte des données, attendu : du texte",
  ],
  "the message's header is longer than the message": [
    "der Kopf der Nachricht ist länger als die Nachricht",
    "l’en-tête du message est plus long que le message",
  ],
  "the number to send to has to be 2 to 20 digits, with or without + in front":
    [
      "die Nummer des Empfängers muss 2 bis 20 Ziffern haben, mit oder ohne + davor",
      "le numéro du destinataire doit avoir 2 à 20 chiffres, avec ou sans + devant",
    ],
  "the text needs {n} messages, at most {most} can be joined; shorten it": [
    "der Text braucht {n} Nachrichten, höchstens {most} lassen sich verbinden; kürzen Sie ihn",
    "le texte demande {n} messages, {most} au plus peuvent être joints ; raccourcissez-le",
  ],
  "a USSD code has digits, * and # only, such as *100#": [
    "ein USSD-Code hat nur Ziffern, * und #, etwa *100#",
    "un code USSD n’a que des chiffres, * et #, par exemple *100#",
  ],
  "the network did not answer": [
    "das Netz antwortete nicht",
    "le réseau n’a pas répondu",
  ],
  "{command} failed": ["{command} ist gescheitert", "{command} a échoué"],
  "expected a number of volts": [
    "erwartet: eine Zahl von Volt",
    "attendu : un nombre de volts",
  ],
});
