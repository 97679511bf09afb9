/** What tuning declares and tells, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Tunes the motor controller": [
    "Stimmt die Motorsteuerung ab",
    "Règle le contrôleur moteur",
  ],
  "Tunes the motor controller; CFG HELP": [
    "Stimmt die Motorsteuerung ab; CFG HELP",
    "Règle le contrôleur moteur ; CFG HELP",
  ],
  "Tunes the motor controller; profiles, drive modes, lock and valet": [
    "Stimmt die Motorsteuerung ab; Profile, Fahrmodi, Sperre und Valet-Modus",
    "Règle le contrôleur moteur ; profils, modes de conduite, verrou et mode voiturier",
  ],
  "The controller's values that CFG BACKUP read, as JSON": [
    "Die Werte der Steuerung, die CFG BACKUP gelesen hat, als JSON",
    "Les valeurs du contrôleur lues par CFG BACKUP, en JSON",
  ],
  "its own": ["das eigene", "le sien"],
  "Twizy 80": ["Twizy 80", "Twizy 80"],
  "Twizy 45": ["Twizy 45", "Twizy 45"],
  "Gearbox behind the controller: its own, or that of a Twizy 80 or 45": [
    "Getriebe hinter der Steuerung: das eigene, oder das eines Twizy 80 oder 45",
    "Réducteur derrière le contrôleur : le sien, ou celui d’un Twizy 80 ou 45",
  ],
  "Torque at which the motor breaks down at cfg.rated; maps then fall with the speed, as OVMS v3 makes them; 0 is not known":
    [
      "Drehmoment, bei dem der Motor bei cfg.rated kippt; Kennfelder fallen dann mit der Geschwindigkeit, wie OVMS v3 sie macht; 0 ist nicht bekannt",
      "Couple auquel le moteur décroche à cfg.rated ; les cartes baissent alors avec la vitesse, comme les fait OVMS v3 ; 0 si inconnu",
    ],
  "Speed, rpm, at which the motor has the torque of cfg.breakdown; 0 is not known":
    [
      "Drehzahl, U/min, bei der der Motor das Drehmoment von cfg.breakdown hat; 0 ist nicht bekannt",
      "Régime, tr/min, auquel le moteur a le couple de cfg.breakdown ; 0 si inconnu",
    ],
  "Limits the speed, 6 km/h unless told": [
    "Begrenzt die Geschwindigkeit, auf 6 km/h, wenn nichts gesagt ist",
    "Limite la vitesse, à 6 km/h sans autre indication",
  ],
  "Lifts the speed limit of LOCK": [
    "Hebt die Geschwindigkeitsgrenze von LOCK auf",
    "Lève la limite de vitesse de LOCK",
  ],
  "Locks the car after so many km": [
    "Sperrt das Auto nach so vielen km",
    "Verrouille la voiture après tant de km",
  ],
  "Ends valet mode, and lifts its lock": [
    "Beendet den Valet-Modus und hebt seine Sperre auf",
    "Finit le mode voiturier et lève son verrou",
  ],
  "Loads a profile: 0, 1, 2 are 1, 2, 3; none is the delivered car": [
    "Lädt ein Profil: 0, 1, 2 sind 1, 2, 3; keines ist das ausgelieferte Auto",
    "Charge un profil : 0, 1, 2 sont 1, 2, 3 ; aucun est la voiture livrée",
  ],
  "Loads a profile: 0, 1, 2 are 1, 2, 3": [
    "Lädt ein Profil: 0, 1, 2 sind 1, 2, 3",
    "Charge un profil : 0, 1, 2 sont 1, 2, 3",
  ],
  "Kickdown: how fast the pedal is pressed; 0 off": [
    "Kickdown: wie schnell das Pedal getreten wird; 0 aus",
    "Kickdown : à quelle vitesse la pédale est enfoncée ; 0 désactivé",
  ],
  "Kickdown: pedal from which on less is enough": [
    "Kickdown: Pedalstellung, ab der weniger genügt",
    "Kickdown : position de pédale à partir de laquelle moins suffit",
  ],
  // ---- macros --------------------------------------------------------------
  "speed limit and warning": [
    "Geschwindigkeitsgrenze und Warnung",
    "limite et avertissement de vitesse",
  ],
  "peak torque": ["Spitzendrehmoment", "couple de pointe"],
  "power by speed: driving": [
    "Leistung nach Geschwindigkeit: Fahren",
    "puissance selon la vitesse : conduite",
  ],
  "power by speed: without pedal": [
    "Leistung nach Geschwindigkeit: ohne Pedal",
    "puissance selon la vitesse : pédale relâchée",
  ],
  "power by speed: with the brake": [
    "Leistung nach Geschwindigkeit: mit der Bremse",
    "puissance selon la vitesse : au frein",
  ],
  "power for driving": ["Fahrleistung", "puissance de conduite"],
  "power for driving; with a reference it follows the battery": [
    "Fahrleistung; mit einem Bezugswert folgt sie dem Akku",
    "puissance de conduite ; avec une référence elle suit la batterie",
  ],
  "torque and power; with a current beyond what the motor is made for": [
    "Drehmoment und Leistung; mit einem Strom über dem, wofür der Motor gemacht ist",
    "couple et puissance ; avec un courant au-delà de ce que prévoit le moteur",
  ],
  "recuperation in neutral and braking": [
    "Rekuperation ohne Pedal und beim Bremsen",
    "récupération pédale relâchée et au freinage",
  ],
  "recuperation; with a reference it follows the battery": [
    "Rekuperation; mit einem Bezugswert folgt sie dem Akku",
    "récupération ; avec une référence elle suit la batterie",
  ],
  "how fast the torque changes": [
    "wie schnell sich das Drehmoment ändert",
    "à quelle vitesse le couple change",
  ],
  "how soft the torque changes": [
    "wie sanft sich das Drehmoment ändert",
    "avec quelle douceur le couple change",
  ],
  "how fast the pedal may change the speed": [
    "wie schnell das Pedal die Geschwindigkeit ändern darf",
    "à quelle vitesse la pédale peut changer l’allure",
  ],
  "brake light in neutral; needs a change of the wiring": [
    "Bremslicht ohne Pedal; braucht eine Änderung der Verkabelung",
    "feu de stop pédale relâchée ; demande un changement de câblage",
  ],
  // ---- fields of the forms -------------------------------------------------
  "max": ["höchstens", "maximum"],
  "warn": ["Warnung", "avertissement"],
  "at {speed} km/h": ["bei {speed} km/h", "à {speed} km/h"],
  "drive": ["Fahren", "conduite"],
  "neutral": ["ohne Pedal", "pédale relâchée"],
  "brake": ["Bremsen", "frein"],
  "start": ["Anfahren", "démarrage"],
  "accel": ["Beschleunigen", "accélération"],
  "decel": ["Verzögern", "décélération"],
  "level": ["Grad", "degré"],
  "on": ["an", "allumé"],
  "off": ["aus", "éteint"],
  "Speed limit": ["Geschwindigkeitsgrenze", "Limite de vitesse"],
  "Speed warning": ["Geschwindigkeitswarnung", "Avertissement de vitesse"],
  "Torque": ["Drehmoment", "Couple"],
  "Power, low speed": [
    "Leistung, niedrige Geschwindigkeit",
    "Puissance, basse vitesse",
  ],
  "Power, high speed": [
    "Leistung, hohe Geschwindigkeit",
    "Puissance, haute vitesse",
  ],
  "Current": ["Strom", "Courant"],
  "Drive power": ["Fahrleistung", "Puissance de conduite"],
  "Drive power, reference": [
    "Fahrleistung, Bezugswert",
    "Puissance de conduite, référence",
  ],
  "Drive power, at least": [
    "Fahrleistung, mindestens",
    "Puissance de conduite, au moins",
  ],
  "Recuperation without pedal": [
    "Rekuperation ohne Pedal",
    "Récupération pédale relâchée",
  ],
  "Recuperation with the brake": [
    "Rekuperation mit der Bremse",
    "Récupération au frein",
  ],
  "Recuperation, reference": [
    "Rekuperation, Bezugswert",
    "Récupération, référence",
  ],
  "Recuperation, at least": [
    "Rekuperation, mindestens",
    "Récupération, au moins",
  ],
  "Ramp, start": ["Rampe, Anfahren", "Rampe, démarrage"],
  "Ramp, accelerating": ["Rampe, Beschleunigen", "Rampe, accélération"],
  "Ramp, slowing down": ["Rampe, Verzögern", "Rampe, décélération"],
  "Ramp, neutral": ["Rampe, ohne Pedal", "Rampe, pédale relâchée"],
  "Ramp, brake": ["Rampe, Bremse", "Rampe, frein"],
  "Ramp limit, accelerating": [
    "Rampengrenze, Beschleunigen",
    "Limite de rampe, accélération",
  ],
  "Ramp limit, slowing down": [
    "Rampengrenze, Verzögern",
    "Limite de rampe, décélération",
  ],
  "Smoothness": ["Sanftheit", "Douceur"],
  "Brake light on": ["Bremslicht an", "Feu de stop allumé"],
  "Brake light off": ["Bremslicht aus", "Feu de stop éteint"],
  "{map}, point {n}": ["{map}, Punkt {n}", "{map}, point {n}"],
  "{map}, point {n} at": ["{map}, Punkt {n} bei", "{map}, point {n} à"],
  "Map driving": ["Kennfeld Fahren", "Carte conduite"],
  "Map without pedal": ["Kennfeld ohne Pedal", "Carte pédale relâchée"],
  "Map with the brake": ["Kennfeld mit der Bremse", "Carte frein"],
  "Torque over speed": [
    "Drehmoment über der Geschwindigkeit",
    "Couple selon la vitesse",
  ],
  // ---- alerts --------------------------------------------------------------
  "CFG UNDO of {command} was interrupted. Send CFG UNDO again": [
    "CFG UNDO von {command} wurde unterbrochen. Senden Sie CFG UNDO noch einmal",
    "CFG UNDO de {command} a été interrompu. Envoyez de nouveau CFG UNDO",
  ],
  "CFG UNDO of {command} was carried out, but not answered": [
    "CFG UNDO von {command} wurde ausgeführt, aber nicht beantwortet",
    "CFG UNDO de {command} a été exécuté, mais sans réponse",
  ],
  "CFG {command} was carried out, but not answered. {todo}": [
    "CFG {command} wurde ausgeführt, aber nicht beantwortet. {todo}",
    "CFG {command} a été exécuté, mais sans réponse. {todo}",
  ],
  "CFG {command} was interrupted before anything was written. Send it again": [
    "CFG {command} wurde unterbrochen, bevor etwas geschrieben wurde. Senden Sie es noch einmal",
    "CFG {command} a été interrompu avant toute écriture. Envoyez-le de nouveau",
  ],
  "CFG {command} was interrupted\n{rest}": [
    "CFG {command} wurde unterbrochen\n{rest}",
    "CFG {command} a été interrompu\n{rest}",
  ],
  "CFG {command} was stopped\n{rest}": [
    "CFG {command} wurde angehalten\n{rest}",
    "CFG {command} a été arrêté\n{rest}",
  ],
  "Written: {objects}\n{rest}": [
    "Geschrieben: {objects}\n{rest}",
    "Écrit : {objects}\n{rest}",
  ],
  "Perhaps written: {objects}\n{rest}": [
    "Vielleicht geschrieben: {objects}\n{rest}",
    "Peut-être écrit : {objects}\n{rest}",
  ],
  "Not written: {objects}\n{rest}": [
    "Nicht geschrieben: {objects}\n{rest}",
    "Non écrit : {objects}\n{rest}",
  ],
  "CFG UNDO takes it back": [
    "CFG UNDO nimmt es zurück",
    "CFG UNDO l’annule",
  ],
  "Send it again, or take it back with CFG UNDO": [
    "Senden Sie es noch einmal, oder nehmen Sie es mit CFG UNDO zurück",
    "Envoyez-le de nouveau, ou annulez-le par CFG UNDO",
  ],
  "The motor controller is still pre-operational (SERV lamp)": [
    "Die Motorsteuerung ist noch nicht betriebsbereit (SERV-Lampe)",
    "Le contrôleur moteur est encore pré-opérationnel (voyant SERV)",
  ],
  "Send CFG OP, or switch the car off and on": [
    "Senden Sie CFG OP, oder schalten Sie das Auto aus und ein",
    "Envoyez CFG OP, ou éteignez et rallumez la voiture",
  ],
  "There is no backup of the motor controller": [
    "Es gibt keine Sicherung der Motorsteuerung",
    "Il n’y a pas de sauvegarde du contrôleur moteur",
  ],
  "Make one before the first change": [
    "Machen Sie eine vor der ersten Änderung",
    "Faites-en une avant le premier changement",
  ],
  "The CAN bus is only listened to (feature 15 is 0)": [
    "Der CAN-Bus wird nur mitgehört (Funktion 15 ist 0)",
    "Le bus CAN est seulement écouté (la fonction 15 est à 0)",
  ],
  "Allow writing where the controller is to be tuned": [
    "Erlauben Sie das Schreiben, wo die Steuerung abgestimmt werden soll",
    "Permettez l’écriture là où le contrôleur doit être réglé",
  ],
});
