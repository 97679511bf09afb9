/** Events of the log, what they are about, and who changed something. */
import { textTable } from "../../../contract/texts.ts";

export const logTexts = textTable(["de", "fr"], {
  // ---- what it is about ----------------------------------------------------
  "web": ["Webkonsole", "console web"],
  "mqtt": ["MQTT", "MQTT"],
  "store": ["Speicher", "stockage"],
  "command": ["Befehl", "commande"],
  "message": ["Nachricht", "message"],
  "notice": ["Meldung", "avis"],
  "history": ["Aufzeichnungen", "enregistrements"],
  "systemd": ["systemd", "systemd"],
  "program": ["Programm", "programme"],
  // ---- what is told with them ----------------------------------------------
  "error": ["Fehler", "erreur"],
  "where": ["wo", "où"],
  "at": ["Stelle", "endroit"],
  "state": ["Zustand", "état"],
  "reason": ["Grund", "raison"],
  "why": ["Grund", "raison"],
  "name": ["Name", "nom"],
  "channel": ["Kanal", "canal"],
  "kind": ["Art", "type"],
  "metric": ["Wert", "valeur"],
  "problem": ["Problem", "problème"],
  "code": ["Code", "code"],
  "faults": ["Fehler", "erreurs"],
  "refused": ["abgewiesen", "refusées"],
  "volts": ["Volt", "volts"],
  "text": ["Text", "texte"],
  // ---- plugins -------------------------------------------------------------
  "plugin fault": ["Fehler in einem Plugin", "erreur d’un plugin"],
  "the simulated car stands still": [
    "das simulierte Auto steht still",
    "la voiture simulée s’est arrêtée",
  ],
  "plugin set aside": ["Plugin beiseitegestellt", "plugin écarté"],
  "plugin tried": ["Plugin wird wieder versucht", "plugin réessayé"],
  "plugin well": ["Plugin läuft wieder", "plugin rétabli"],
  "plugin ended": ["Plugin beendet", "plugin terminé"],
  "plugin not ended": ["Plugin endete nicht", "plugin non terminé"],
  "plugin not started": ["Plugin nicht gestartet", "plugin non démarré"],
  "plugin cannot take back what it left": [
    "Plugin kann nicht zurücknehmen, was es hinterließ",
    "le plugin ne peut pas annuler ce qu’il a laissé",
  ],
  "plugin {id} prints more than {n} lines a minute": [
    "Plugin {id} schreibt mehr als {n} Zeilen in der Minute",
    "le plugin {id} écrit plus de {n} lignes par minute",
  ],
  "write gate closed": [
    "Schreiben auf den Bus ist gesperrt",
    "l’écriture sur le bus est fermée",
  ],
  // ---- links ---------------------------------------------------------------
  "mqtt connected": ["MQTT verbunden", "MQTT connecté"],
  "mqtt: no answer": ["MQTT: keine Antwort", "MQTT : pas de réponse"],
  "mqtt: records not sent": [
    "MQTT: Aufzeichnungen nicht gesendet",
    "MQTT : enregistrements non envoyés",
  ],
  "mqtt: {text}": ["MQTT: {text}", "MQTT : {text}"],
  "a message on {topic} was refused: check the broker's access list and limits":
    [
      "eine Nachricht auf {topic} wurde abgelehnt: prüfen Sie Zugriffsliste und Grenzen des Brokers",
      "un message sur {topic} a été refusé : vérifiez la liste d’accès et les limites du broker",
    ],
  "a message was not understood ({why})": [
    "eine Nachricht wurde nicht verstanden ({why})",
    "un message n’a pas été compris ({why})",
  ],
  "the WebSocket was closed": [
    "der WebSocket wurde geschlossen",
    "le WebSocket a été fermé",
  ],
  "server link: {text}": [
    "Verbindung zum Server: {text}",
    "liaison au serveur : {text}",
  ],
  "connected, after {n} failed tries": [
    "verbunden, nach {n} gescheiterten Versuchen",
    "connecté, après {n} essais échoués",
  ],
  "no TLS on port {port} ({why}): the connection is plain, and commands that could be forged are refused":
    [
      "kein TLS auf Port {port} ({why}): die Verbindung ist unverschlüsselt, und Befehle, die gefälscht sein könnten, werden abgelehnt",
      "pas de TLS sur le port {port} ({why}) : la liaison n’est pas chiffrée, et les commandes falsifiables sont refusées",
    ],
  "server connected": ["Server verbunden", "serveur connecté"],
  "server lost": ["Server verloren", "serveur perdu"],
  "server refused": ["Server lehnt ab", "refus du serveur"],
  "The OVMS server refuses the login": [
    "Der OVMS-Server lehnt die Anmeldung ab",
    "Le serveur OVMS refuse la connexion",
  ],
  "Paranoid mode: the OVMS server keeps no history": [
    "Paranoid-Modus: der OVMS-Server bewahrt keine Aufzeichnungen",
    "Mode paranoïaque : le serveur OVMS ne garde pas d’historique",
  ],
  "web connection refused": [
    "Verbindung zur Webkonsole abgewiesen",
    "connexion à la console web refusée",
  ],
  "all connections are in use": [
    "alle Verbindungen sind belegt",
    "toutes les connexions sont utilisées",
  ],
  "web logins slowed down": [
    "Anmeldungen an der Webkonsole gebremst",
    "connexions à la console web ralenties",
  ],
  "web request failed": [
    "Anfrage an die Webkonsole gescheitert",
    "requête à la console web échouée",
  ],
  "web console cannot be loaded": [
    "Webkonsole lässt sich nicht laden",
    "la console web ne se charge pas",
  ],
  // ---- commands and messages -----------------------------------------------
  "command failed": ["Befehl gescheitert", "commande échouée"],
  "command not executed": ["Befehl nicht ausgeführt", "commande non exécutée"],
  "command refused over a plain connection": [
    "Befehl über unverschlüsselte Verbindung abgelehnt",
    "commande refusée sur une liaison non chiffrée",
  ],
  "caller locked out": ["Anrufer gesperrt", "appelant bloqué"],
  "answer not sent": ["Antwort nicht gesendet", "réponse non envoyée"],
  "message not delivered": ["Nachricht nicht zugestellt", "message non remis"],
  "older text dropped": [
    "älterer Text verworfen",
    "texte plus ancien abandonné",
  ],
  "notice failed": ["Meldung gescheitert", "avis échoué"],
  "notice not written anew": [
    "Meldung nicht neu geschrieben",
    "avis non réécrit",
  ],
  "history not sent": [
    "Aufzeichnungen nicht gesendet",
    "enregistrements non envoyés",
  ],
  // ---- program -------------------------------------------------------------
  "store failed": ["Speicher gescheitert", "stockage en échec"],
  "store problem": ["Störung des Speichers", "problème de stockage"],
  "stored value left out": [
    "gespeicherter Wert ausgelassen",
    "valeur enregistrée écartée",
  ],
  "newer versions could not be asked for": [
    "nach neueren Versionen ließ sich nicht fragen",
    "impossible de demander s’il y a une version plus récente",
  ],
  "stray {what}": ["verirrt: {what}", "égaré : {what}"],
  "rejection": ["abgelehntes Versprechen", "promesse rejetée"],
  "{file} holds something else: the recording goes to {other}": [
    "{file} enthält etwas anderes: die Aufnahme geht nach {other}",
    "{file} contient autre chose : l’enregistrement va dans {other}",
  ],
  "driver": ["Treiber", "pilote"],
  "device chosen": ["Gerät gewählt", "appareil choisi"],
  "device not taken": ["Gerät nicht übernommen", "appareil non repris"],
  "device removed": ["Gerät entfernt", "appareil retiré"],
  "device not changed": ["Gerät nicht gewechselt", "appareil non changé"],
  "systemd was not told": [
    "systemd erfuhr es nicht",
    "systemd n’a pas été informé",
  ],
  "systemd cannot be told": [
    "systemd lässt sich nichts sagen",
    "impossible d’informer systemd",
  ],
  "12 V battery too low: ending": [
    "12-V-Akku zu schwach: das Programm endet",
    "batterie 12 V trop faible : le programme s’arrête",
  ],
  "the simulated car tells nothing": [
    "das simulierte Auto sagt nichts",
    "la voiture simulée ne dit rien",
  ],
  "The {name} ({type}) has no simulator: name its devices, such as --can, or a recording with --replay":
    [
      "{name} ({type}) lässt sich nicht simulieren: nennen Sie seine Geräte, etwa mit --can, oder eine Aufnahme mit --replay",
      "{name} ({type}) n’a pas de simulateur : nommez ses appareils, par exemple --can, ou un enregistrement avec --replay",
    ],
  "restart failed": ["Neustart gescheitert", "redémarrage échoué"],
  "Setting {name}: the stored value no longer fits, it has its default: expected {what}":
    [
      "Einstellung {name}: der gespeicherte Wert passt nicht mehr, es gilt die Vorgabe: erwartet: {what}",
      "Réglage {name} : la valeur enregistrée ne convient plus, la valeur par défaut vaut : attendu : {what}",
    ],
  "Setting {name}: the stored value {value} no longer fits, it has its default: expected {what}":
    [
      "Einstellung {name}: der gespeicherte Wert {value} passt nicht mehr, es gilt die Vorgabe: erwartet: {what}",
      "Réglage {name} : la valeur enregistrée {value} ne convient plus, la valeur par défaut vaut : attendu : {what}",
    ],
  // ---- who changed something -----------------------------------------------
  "http {who}": ["Webkonsole, {who}", "console web, {who}"],
  "sms {who}": ["SMS, {who}", "SMS, {who}"],
  "msg {who}": ["OVMS-Server, {who}", "serveur OVMS, {who}"],
  "mqtt {who}": ["MQTT, {who}", "MQTT, {who}"],
  "console {who}": ["am Gateway, {who}", "sur la passerelle, {who}"],
  "owner": ["Besitzer", "propriétaire"],
  "password": ["Modulpasswort", "mot de passe du module"],
  "app": ["App", "application"],
  "anyone": ["jemand", "quelqu’un"],
  "console start": ["beim Start", "au démarrage"],
  "keys driver": ["Fahrer, an den Tasten", "conducteur, aux touches"],
  "plugin {id}": ["Plugin {id}", "plugin {id}"],
});
