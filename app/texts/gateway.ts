/** First steps, backups and plugins from outside. */
import { textTable } from "../../runtime/contract/texts.ts";

export const gatewayTexts = textTable(["de", "fr"], {
  // ---- first steps ---------------------------------------------------------
  "The module password is still the one that everybody knows": [
    "Das Modulpasswort ist noch das, das jeder kennt",
    "Le mot de passe du module est encore celui que tout le monde connaît",
  ],
  "Set-up leads through the first steps": [
    "„Einrichten“ führt durch die ersten Schritte",
    "« Mise en service » guide les premiers pas",
  ],
  "Version {version} is there": [
    "Version {version} ist da",
    "La version {version} est disponible",
  ],
  "Set-up tells what this one has": [
    "„Einrichten“ sagt, was diese hat",
    "« Mise en service » dit ce que celle-ci contient",
  ],
  // ---- backups -------------------------------------------------------------
  "{name} is no backup: it is not JSON": [
    "{name} ist keine Sicherung: sie ist kein JSON",
    "{name} n’est pas une sauvegarde : ce n’est pas du JSON",
  ],
  "The file": ["Die Datei", "Le fichier"],
  "{name} is a backup of version {version}: this program reads version {own}": [
    "{name} ist eine Sicherung der Version {version}: dieses Programm liest Version {own}",
    "{name} est une sauvegarde de version {version} : ce programme lit la version {own}",
  ],
  '{name} has "{where}", which this program does not know: use the one that wrote it, or a newer one':
    [
      "{name} hat „{where}“, was dieses Programm nicht kennt: nehmen Sie das, das sie geschrieben hat, oder ein neueres",
      "{name} contient « {where} », que ce programme ne connaît pas : prenez celui qui l’a écrit, ou un plus récent",
    ],
  "{name} is no backup: {where}: {why}": [
    "{name} ist keine Sicherung: {where}: {why}",
    "{name} n’est pas une sauvegarde : {where} : {why}",
  ],
  "Nothing was restored: {why}": [
    "Nichts wurde zurückgespielt: {why}",
    "Rien n’a été rétabli : {why}",
  ],
  "Restored {n} parameters, {m} features and {k} settings of {made}; {journal}":
    [
      "{n} Parameter, {m} Funktionen und {k} Einstellungen vom {made} zurückgespielt; {journal}",
      "{n} paramètres, {m} fonctions et {k} réglages du {made} rétablis ; {journal}",
    ],
  "{n} journal entries": ["{n} Protokolleinträge", "{n} entrées du journal"],
  "the journal that is there goes on": [
    "das vorhandene Änderungsprotokoll geht weiter",
    "le journal présent continue",
  ],
  "{n} values": ["{n} Werte", "{n} valeurs"],
  "{n} values anew": ["{n} Werte neu", "{n} valeurs nouvelles"],
  "(none)": ["(keiner)", "(aucun)"],
  "on": ["ein", "activé"],
  "off": ["aus", "désactivé"],
  // ---- plugins from outside ------------------------------------------------
  "run inside the program, with all its rights": [
    "im Programm laufen, mit allen seinen Rechten",
    "tourner dans le programme, avec tous ses droits",
  ],
  "put frames on the CAN bus while feature 15 allows it": [
    "Frames auf den CAN-Bus geben, solange Funktion 15 es erlaubt",
    "mettre des trames sur le bus CAN tant que la fonction 15 le permet",
  ],
  "read and write values of controllers while feature 15 allows it; the journal has each value before it is written":
    [
      "Werte von Steuergeräten lesen und schreiben, solange Funktion 15 es erlaubt; das Änderungsprotokoll hat jeden Wert, bevor er geschrieben wird",
      "lire et écrire des valeurs de contrôleurs tant que la fonction 15 le permet ; le journal a chaque valeur avant son écriture",
    ],
  "ask control units while feature 15 allows it": [
    "Steuergeräte fragen, solange Funktion 15 es erlaubt",
    "interroger des calculateurs tant que la fonction 15 le permet",
  ],
  "ask control units again and again while feature 15 allows it": [
    "Steuergeräte immer wieder fragen, solange Funktion 15 es erlaubt",
    "interroger régulièrement des calculateurs tant que la fonction 15 le permet",
  ],
  "send text messages to any number": [
    "SMS an jede Nummer senden",
    "envoyer des SMS à n’importe quel numéro",
  ],
  "run USSD codes, which may cost": [
    "USSD-Codes ausführen, was kosten kann",
    "exécuter des codes USSD, ce qui peut coûter",
  ],
  "send any AT command to the modem": [
    "dem Modem jeden AT-Befehl senden",
    "envoyer toute commande AT au modem",
  ],
  "read all parameters but phone number, passwords and names of servers": [
    "alle Parameter lesen außer Telefonnummer, Passwörtern und Servernamen",
    "lire tous les paramètres sauf numéro de téléphone, mots de passe et noms de serveurs",
  ],
  "set any parameter": [
    "jeden Parameter setzen",
    "changer tout paramètre",
  ],
  "read all settings but secret ones, and set any": [
    "alle Einstellungen außer geheimen lesen, und jede setzen",
    "lire tous les réglages non secrets, et en changer tout",
  ],
  "read and set all features": [
    "alle Funktionen lesen und setzen",
    "lire et changer toutes les fonctions",
  ],
  "give any text command in your name": [
    "jeden Textbefehl in Ihrem Namen geben",
    "donner toute commande en votre nom",
  ],
  "connect to any host": [
    "mit jedem Rechner verbinden",
    "se connecter à n’importe quel hôte",
  ],
  "connect to {host}": [
    "mit {host} verbinden",
    "se connecter à {host}",
  ],
  "show pages in the web console, which do there what you may do": [
    "Seiten in der Webkonsole zeigen, die dort tun, was Sie dürfen",
    "montrer des pages dans la console, qui y font ce que vous pouvez faire",
  ],
  "answer {name} in the place of {other}": [
    "{name} an Stelle von {other} beantworten",
    "répondre à {name} à la place de {other}",
  ],
  "No plugin in a process of its own is called {id}": [
    "Kein Plugin in einem eigenen Prozess heißt {id}",
    "Aucun plugin dans son propre processus ne s’appelle {id}",
  ],
  "No plugin in a process of its own is called {id}: what runs inside the program may all, and is left out from the next start on with --revoke {id}":
    [
      "Kein Plugin in einem eigenen Prozess heißt {id}: was im Programm läuft, darf alles und wird mit --revoke {id} ab dem nächsten Start ausgelassen",
      "Aucun plugin dans son propre processus ne s’appelle {id} : ce qui tourne dans le programme peut tout, et est écarté par --revoke {id} dès le prochain démarrage",
    ],
  '"{from}" cannot be installed: expected npm:NAME, npm:NAME@VERSION, or a path on the gateway that begins with /':
    [
      "„{from}“ lässt sich nicht installieren: erwartet npm:NAME, npm:NAME@VERSION oder ein Pfad auf dem Gateway, der mit / beginnt",
      "« {from} » ne peut pas être installé : attendu npm:NAME, npm:NAME@VERSION, ou un chemin sur la passerelle commençant par /",
    ],
  "Plugin {from} cannot be installed: {why}": [
    "Das Plugin {from} lässt sich nicht installieren: {why}",
    "Le plugin {from} ne peut pas être installé : {why}",
  ],
  "it has neither mod.ts nor mod.js": [
    "es hat weder mod.ts noch mod.js",
    "il n’a ni mod.ts ni mod.js",
  ],
  "it brings nothing": ["es bringt nichts mit", "il n’apporte rien"],
  "there is no such file": [
    "diese Datei gibt es nicht",
    "ce fichier n’existe pas",
  ],
  "it is a folder": ["es ist ein Ordner", "c’est un dossier"],
  "this user may not": [
    "dieser Benutzer darf das nicht",
    "cet utilisateur n’en a pas le droit",
  ],
  "{what} cannot be fetched: {why}": [
    "{what} lässt sich nicht holen: {why}",
    "{what} ne peut pas être téléchargé : {why}",
  ],
  "Nothing can be installed in a store in memory: name another one with --store":
    [
      "In einen Speicher, der nur im Arbeitsspeicher ist, lässt sich nichts installieren: nennen Sie einen anderen mit --store",
      "Rien ne peut être installé dans des données en mémoire : nommez-en d’autres par --store",
    ],
  "Plugin {id} may do what it asks for": [
    "Das Plugin {id} darf, was es möchte",
    "Le plugin {id} peut ce qu’il demande",
  ],
  "Plugin {id} asks for nothing: there is nothing to take": [
    "Das Plugin {id} möchte nichts: es gibt nichts wegzunehmen",
    "Le plugin {id} ne demande rien : il n’y a rien à retirer",
  ],
  "Plugin {id} is left out: it may no longer do what it asks for": [
    "Das Plugin {id} ist ausgelassen: es darf nicht mehr, was es möchte",
    "Le plugin {id} est écarté : il ne peut plus ce qu’il demande",
  ],
  "It brings vehicle types ({types}): they are there from the next start on": [
    "Es bringt Fahrzeugtypen mit ({types}): sie sind ab dem nächsten Start da",
    "Il apporte des types de véhicule ({types}) : ils sont là dès le prochain démarrage",
  ],
});
