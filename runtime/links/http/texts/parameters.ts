/** Parameters and feature slots. */
import { textTable } from "../../../contract/texts.ts";

export const parameterTexts = textTable(["de", "fr"], {
  "registered phone": ["registriertes Telefon", "téléphone enregistré"],
  "Phone number of the owner, as the network reports it": [
    "Telefonnummer des Besitzers, wie das Netz sie meldet",
    "Numéro du propriétaire, tel que le réseau l’annonce",
  ],
  "a phone number": ["eine Telefonnummer", "un numéro de téléphone"],
  "module password": ["Modulpasswort", "mot de passe du module"],
  "Password of SMS commands; key of paranoid mode": [
    "Passwort für Befehle per SMS; Schlüssel des Paranoid-Modus",
    "Mot de passe des commandes par SMS ; clé du mode paranoïaque",
  ],
  "4 to 22 characters without blanks": [
    "4 bis 22 Zeichen ohne Leerzeichen",
    "4 à 22 caractères sans espace",
  ],
  "units": ["Einheiten", "unités"],
  "K for kilometres, M for miles": [
    "K für Kilometer, M für Meilen",
    "K pour kilomètres, M pour miles",
  ],
  "K or M": ["K oder M", "K ou M"],
  "notifications": ["Benachrichtigungen", "notifications"],
  "Channels of notices: SMS, IP, SMSIP, or - for none": [
    "Kanäle für Meldungen: SMS, IP, SMSIP oder - für keinen",
    "Canaux des avis : SMS, IP, SMSIP, ou - pour aucun",
  ],
  "SMS, IP, SMSIP or - for none": [
    "SMS, IP, SMSIP oder - für keinen",
    "SMS, IP, SMSIP ou - pour aucun",
  ],
  "server": ["Server", "serveur"],
  "Name or address of the OVMS server": [
    "Name oder Adresse des OVMS-Servers",
    "Nom ou adresse du serveur OVMS",
  ],
  "a name or an address": [
    "ein Name oder eine Adresse",
    "un nom ou une adresse",
  ],
  "APN": ["APN", "APN"],
  "Access point of the modem's own data connection; only stored": [
    "Zugangspunkt der eigenen Datenverbindung des Modems; nur gespeichert",
    "Point d’accès de la connexion de données du modem ; seulement conservé",
  ],
  "APN user": ["APN-Benutzer", "utilisateur APN"],
  "User of the modem's own data connection; only stored": [
    "Benutzer der eigenen Datenverbindung des Modems; nur gespeichert",
    "Utilisateur de la connexion de données du modem ; seulement conservé",
  ],
  "APN password": ["APN-Passwort", "mot de passe APN"],
  "Password of the modem's own data connection; only stored": [
    "Passwort der eigenen Datenverbindung des Modems; nur gespeichert",
    "Mot de passe de la connexion de données du modem ; seulement conservé",
  ],
  "vehicle id": ["Fahrzeug-ID", "identifiant du véhicule"],
  "Name of the vehicle at the server": [
    "Name des Fahrzeugs beim Server",
    "Nom du véhicule auprès du serveur",
  ],
  "server password": ["Serverpasswort", "mot de passe du serveur"],
  "Shared secret of the server protocol": [
    "Gemeinsames Geheimnis des Serverprotokolls",
    "Secret partagé du protocole du serveur",
  ],
  "paranoid mode": ["Paranoid-Modus", "mode paranoïaque"],
  "P encrypts the messages for the apps only, - does not": [
    "P verschlüsselt die Nachrichten nur für die Apps, - nicht",
    "P chiffre les messages pour les seules applications, - ne le fait pas",
  ],
  "P, or - for off": ["P, oder - für aus", "P, ou - pour désactivé"],
  "group 1": ["Gruppe 1", "groupe 1"],
  "Group that sees the position; empty for none": [
    "Gruppe, die die Position sieht; leer für keine",
    "Groupe qui voit la position ; vide pour aucun",
  ],
  "group 2": ["Gruppe 2", "groupe 2"],
  "Second group": ["Zweite Gruppe", "Second groupe"],
  "GSM lock": ["GSM-Bindung", "verrou GSM"],
  "Operator that the modem has to use; empty for any": [
    "Betreiber, den das Modem benutzen muss; leer für jeden",
    "Opérateur que le modem doit utiliser ; vide pour n’importe lequel",
  ],
  "vehicle type": ["Fahrzeugtyp", "type de véhicule"],
  "Type of the vehicle, such as RT; empty for none": [
    "Typ des Fahrzeugs, etwa RT; leer für keinen",
    "Type du véhicule, par exemple RT ; vide pour aucun",
  ],
  "free {n}": ["frei {n}", "libre {n}"],
  "Not used": ["Unbenutzt", "Inutilisé"],
  "feature {n}": ["Funktion {n}", "fonction {n}"],
  "Text of feature {n}": ["Text der Funktion {n}", "Texte de la fonction {n}"],
  "Streams the position: 1": [
    "Überträgt die Position laufend: 1",
    "Transmet la position en continu : 1",
  ],
  "Alert below this SOC, %; 0: none": [
    "Alarm unter diesem Ladezustand, %; 0: keiner",
    "Alerte sous cet état de charge, % ; 0 : aucune",
  ],
  "Car bits: 2 no denials, 4 no text messages, 8 no error alerts": [
    "Bits: 2 keine Ablehnungen, 4 keine SMS, 8 keine Fehlermeldungen",
    "Bits : 2 pas de refus, 4 pas de SMS, 8 pas d’alertes d’erreur",
  ],
  "CAN write access: 0 listen only": [
    "Schreiben auf den CAN-Bus: 0 nur mithören",
    "Écriture sur le bus CAN : 0 écoute seule",
  ],
});
