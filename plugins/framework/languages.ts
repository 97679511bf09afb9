/** What the common commands are called, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Common commands, parameters, features, 12 V and SOC alerts": [
    "Gemeinsame Befehle, Parameter, Funktionen, Alarme zu 12 V und Ladezustand",
    "Commandes communes, paramètres, fonctions, alertes 12 V et état de charge",
  ],
  "Shows the registered phone": [
    "Zeigt das registrierte Telefon",
    "Montre le téléphone enregistré",
  ],
  "Registers the sender, or a number, as the owner's phone": [
    "Registriert den Absender oder eine Nummer als Telefon des Besitzers",
    "Enregistre l’expéditeur, ou un numéro, comme téléphone du propriétaire",
  ],
  "Shows the module password": [
    "Zeigt das Modulpasswort",
    "Montre le mot de passe du module",
  ],
  "Changes the module password": [
    "Ändert das Modulpasswort",
    "Change le mot de passe du module",
  ],
  "Position": ["Position", "Position"],
  "Status": ["Zustand", "État"],
  "Lists the parameters that are set": [
    "Listet die gesetzten Parameter",
    "Liste les paramètres définis",
  ],
  "Sets the parameters from 2 on; - for none": [
    "Setzt die Parameter ab 2; - für keinen",
    "Définit les paramètres à partir de 2 ; - pour aucun",
  ],
  "Sets the parameters from 0 on; - for none; no answer": [
    "Setzt die Parameter ab 0; - für keinen; ohne Antwort",
    "Définit les paramètres à partir de 0 ; - pour aucun ; sans réponse",
  ],
  "Shows vehicle id, type, units and notifications": [
    "Zeigt Fahrzeug-ID, Typ, Einheiten und Benachrichtigungen",
    "Montre identifiant, type, unités et notifications",
  ],
  "Sets vehicle id, units, notifications and type": [
    "Setzt Fahrzeug-ID, Einheiten, Benachrichtigungen und Typ",
    "Définit identifiant, unités, notifications et type",
  ],
  "Shows the vehicle type": [
    "Zeigt den Fahrzeugtyp",
    "Montre le type de véhicule",
  ],
  "Sets the vehicle type; - for none": [
    "Setzt den Fahrzeugtyp; - für keinen",
    "Définit le type de véhicule ; - pour aucun",
  ],
  "Shows the modem's data settings and the state of the network": [
    "Zeigt die Dateneinstellungen des Modems und den Zustand des Netzes",
    "Montre les réglages de données du modem et l’état du réseau",
  ],
  "Sets the modem's data settings; - for none": [
    "Setzt die Dateneinstellungen des Modems; - für keine",
    "Définit les réglages de données du modem ; - pour aucun",
  ],
  "Shows the operator lock": [
    "Zeigt die Bindung an einen Betreiber",
    "Montre le verrou d’opérateur",
  ],
  "Locks the modem to an operator, or unlocks it": [
    "Bindet das Modem an einen Betreiber, oder löst die Bindung",
    "Lie le modem à un opérateur, ou le délie",
  ],
  "Shows the server settings": [
    "Zeigt die Servereinstellungen",
    "Montre les réglages du serveur",
  ],
  "Sets server, its password and paranoid mode": [
    "Setzt Server, sein Passwort und den Paranoid-Modus",
    "Définit le serveur, son mot de passe et le mode paranoïaque",
  ],
  "State of modem, 12 V supply, drivers; problems": [
    "Zustand von Modem, 12-V-Versorgung und Treibern; Probleme",
    "État du modem, de l’alimentation 12 V et des pilotes ; problèmes",
  ],
  "Lists the features that are not 0": [
    "Listet die Funktionen, die nicht 0 sind",
    "Liste les fonctions qui ne sont pas à 0",
  ],
  "Sets a feature": ["Setzt eine Funktion", "Définit une fonction"],
  "Presses a HomeLink button": [
    "Drückt eine HomeLink-Taste",
    "Appuie sur un bouton HomeLink",
  ],
  "Locks the car": ["Verriegelt das Auto", "Verrouille la voiture"],
  "Unlocks the car": ["Entriegelt das Auto", "Déverrouille la voiture"],
  "Turns valet mode on": [
    "Schaltet den Valet-Modus ein",
    "Active le mode voiturier",
  ],
  "Turns valet mode off": [
    "Schaltet den Valet-Modus aus",
    "Désactive le mode voiturier",
  ],
  "Sets charge mode and current": [
    "Setzt Lademodus und Ladestrom",
    "Définit mode et courant de charge",
  ],
  "Starts a charge": ["Startet eine Ladung", "Démarre une charge"],
  "Stops a charge": ["Beendet eine Ladung", "Arrête une charge"],
  "Versions of program, vehicle type and hardware": [
    "Versionen von Programm, Fahrzeugtyp und Hardware",
    "Versions du programme, du type de véhicule et du matériel",
  ],
  "Starts plugins, links and modem again": [
    "Startet Plugins, Verbindungen und Modem neu",
    "Redémarre plugins, liaisons et modem",
  ],
  "Lists the settings of all plugins, or of one with what they are for": [
    "Listet die Einstellungen aller Plugins, oder die von einem mit ihrem Zweck",
    "Liste les réglages de tous les plugins, ou d’un seul avec leur rôle",
  ],
  "Sets a setting, or shows it; - for its default": [
    "Setzt oder zeigt eine Einstellung; - für den Standard",
    "Définit un réglage, ou le montre ; - pour sa valeur par défaut",
  ],
  "Lists all commands, or says what one does": [
    "Listet alle Befehle, oder sagt, was einer tut",
    "Liste toutes les commandes, ou dit ce que fait l’une d’elles",
  ],
  "All features": ["Alle Funktionen", "Toutes les fonctions"],
  "Sets a feature: number, value": [
    "Setzt eine Funktion: Nummer, Wert",
    "Définit une fonction : numéro, valeur",
  ],
  "All parameters but the server password": [
    "Alle Parameter außer dem Serverpasswort",
    "Tous les paramètres sauf le mot de passe du serveur",
  ],
  "Sets a parameter: number, value": [
    "Setzt einen Parameter: Nummer, Wert",
    "Définit un paramètre : numéro, valeur",
  ],
  "Runs an SMS command as the owner": [
    "Führt einen SMS-Befehl als Besitzer aus",
    "Exécute une commande SMS en tant que propriétaire",
  ],
  "Sends an SMS: number, text": [
    "Sendet eine SMS: Nummer, Text",
    "Envoie un SMS : numéro, texte",
  ],
  "Runs a USSD code such as *100#": [
    "Führt einen USSD-Code wie *100# aus",
    "Exécute un code USSD tel que *100#",
  ],
  "Runs a raw AT command, where that is allowed": [
    "Führt einen rohen AT-Befehl aus, wo das erlaubt ist",
    "Exécute une commande AT brute, là où c’est permis",
  ],
  "1 logs positions while driving and streams the location": [
    "1 zeichnet beim Fahren Positionen auf und überträgt den Ort laufend",
    "1 enregistre les positions en roulant et transmet la position en continu",
  ],
  "Alert below this SOC; 0 off": [
    "Alarm unter diesem Ladezustand; 0 aus",
    "Alerte sous cet état de charge ; 0 désactivée",
  ],
  "2 no denial by SMS, 4 no SMS at all, 8 no vehicle errors, 128 no texts of others to the apps":
    [
      "2 keine Ablehnung per SMS, 4 gar keine SMS, 8 keine Fahrzeugfehler, 128 keine fremden Texte an die Apps",
      "2 pas de refus par SMS, 4 aucun SMS, 8 pas d’erreurs du véhicule, 128 pas de textes d’autrui aux applis",
    ],
  "1 allows to write to the car's bus": [
    "1 erlaubt, auf den Bus des Autos zu schreiben",
    "1 permet d’écrire sur le bus de la voiture",
  ],
  // ---- alerts --------------------------------------------------------------
  "The 12 V battery is low: {volts} V": [
    "Der 12-V-Akku ist schwach: {volts} V",
    "La batterie 12 V est faible : {volts} V",
  ],
  "Drive or charge the car soon, or charge the 12 V battery": [
    "Das Auto bald fahren oder laden, oder den 12-V-Akku laden",
    "Roulez ou rechargez bientôt, ou rechargez la batterie 12 V",
  ],
});
