/** Labels of the controller's faults: German, French. What names a part of its protocol or program stays. */

type Rows = Readonly<Record<string, readonly [german: string, french: string]>>;

/** Of the car around it: switches, battery, motor, temperatures. */
const car = {
  "Handbrake Fault": ["Fehler der Handbremse", "Défaut du frein à main"],
  "Fan Fault": ["Fehler des Lüfters", "Défaut du ventilateur"],
  "Isolation Fault": ["Isolationsfehler", "Défaut d’isolement"],
  "No Motor Speed Signal": [
    "Kein Drehzahlsignal des Motors",
    "Pas de signal de vitesse du moteur",
  ],
  "Throttle Fault (Warn)": [
    "Fehler des Fahrpedals (Warnung)",
    "Défaut de l’accélérateur (avertissement)",
  ],
  "Throttle Fault": ["Fehler des Fahrpedals", "Défaut de l’accélérateur"],
  "BDI Warning": [
    "Warnung der Akkuanzeige (BDI)",
    "Avertissement de la jauge de batterie (BDI)",
  ],
  "BDI Cutout": [
    "Abschaltung durch die Akkuanzeige (BDI)",
    "Coupure par la jauge de batterie (BDI)",
  ],
  "Low Battery Cut": [
    "Abschaltung: Akkuspannung zu niedrig",
    "Coupure : tension de batterie trop basse",
  ],
  "High Battery Cut": [
    "Abschaltung: Akkuspannung zu hoch",
    "Coupure : tension de batterie trop haute",
  ],
  "High Capacitor Cut": [
    "Abschaltung: Kondensatorspannung zu hoch",
    "Coupure : tension du condensateur trop haute",
  ],
  "Vbat below rated min": [
    "Akkuspannung unter dem Nennbereich",
    "Tension de batterie sous le minimum nominal",
  ],
  "Vbat above rated max": [
    "Akkuspannung über dem Nennbereich",
    "Tension de batterie au-dessus du maximum nominal",
  ],
  "Vcap above rated max": [
    "Kondensatorspannung über dem Nennbereich",
    "Tension du condensateur au-dessus du maximum nominal",
  ],
  "Motor in low voltage cutback": [
    "Motor gedrosselt: Spannung niedrig",
    "Moteur bridé : tension basse",
  ],
  "Motor in high voltage cutback": [
    "Motor gedrosselt: Spannung hoch",
    "Moteur bridé : tension haute",
  ],
  "Device too cold": ["Gerät zu kalt", "Appareil trop froid"],
  "Device too hot": ["Gerät zu heiß", "Appareil trop chaud"],
  "Motor in thermal cutback": [
    "Motor gedrosselt: Temperatur",
    "Moteur bridé : température",
  ],
  "Motor too cold": ["Motor zu kalt", "Moteur trop froid"],
  "Vehicle Service Required": [
    "Wartung des Fahrzeugs fällig",
    "Entretien du véhicule nécessaire",
  ],
  "Seat Fault": ["Fehler des Sitzschalters", "Défaut du contact de siège"],
  "Two Direction Fault": [
    "Beide Fahrtrichtungen gewählt",
    "Deux sens de marche choisis",
  ],
  "SRO Fault": [
    "Fahrtrichtung schon beim Einschalten gewählt (SRO)",
    "Sens de marche déjà choisi à la mise sous tension (SRO)",
  ],
  "Sequence Fault": [
    "Falsche Reihenfolge beim Einschalten",
    "Mauvais ordre de mise en marche",
  ],
  "FS1 Recycle Fault": [
    "Fahrschalter FS1 nicht losgelassen",
    "Contacteur FS1 non relâché",
  ],
  "Inch Fault": ["Fehler der Tippschalter", "Défaut de marche par à-coups"],
  "Overload Fault": ["Überlast", "Surcharge"],
  "Raised and Tilted Fault": ["Angehoben und geneigt", "Levé et incliné"],
  "Pothole Fault": [
    "Fehler des Schlaglochschutzes",
    "Défaut de la protection nid-de-poule",
  ],
  "Traction Inhibit Fault": ["Fahrsperre aktiv", "Traction inhibée"],
  "Illegal Mode Change Fault": [
    "Unzulässiger Wechsel der Betriebsart",
    "Changement de mode interdit",
  ],
  "Tilt Sensor Fault": [
    "Fehler des Neigungssensors",
    "Défaut du capteur d’inclinaison",
  ],
  "Belly fault": ["Fehler des Bauchschalters", "Défaut du bouton ventral"],
  "Mom dir fault": [
    "Fehler der Richtungstaster",
    "Défaut des boutons de direction",
  ],
  "Low Oil": ["Ölstand niedrig", "Niveau d’huile bas"],
  "PST Fault": ["Fehler der Servolenkung", "Défaut de la direction assistée"],
  "Slope Current Cutback Fault": [
    "Strom an der Steigung gedrosselt",
    "Courant bridé en pente",
  ],
  "Entering Cutback": ["Drosselung beginnt", "Début de bridage"],
  "Cutback": ["Gedrosselt", "Bridage"],
  "Motor Isolation Fault": [
    "Isolationsfehler des Motors",
    "Défaut d’isolement du moteur",
  ],
  "Motor Open Circuit Fault": [
    "Motorleitung unterbrochen",
    "Circuit du moteur ouvert",
  ],
  "Motor in wrong direction": [
    "Motor dreht in falscher Richtung",
    "Moteur dans le mauvais sens",
  ],
  "Motor stalled": ["Motor blockiert", "Moteur calé"],
  "Motor Overspeed Fault": [
    "Motordrehzahl zu hoch",
    "Survitesse du moteur",
  ],
  "Invalid Steer Switches": [
    "Unzulässige Stellung der Lenkschalter",
    "Contacts de direction invalides",
  ],
  "Line Contactor o/c": [
    "Hauptschütz offen",
    "Contacteur principal ouvert",
  ],
  "Line Contactor welded": [
    "Hauptschütz verschweißt",
    "Contacteur principal soudé",
  ],
  "Beltloader Fault": ["Fehler des Förderbands", "Défaut du tapis chargeur"],
  "Heatsink overtemp": [
    "Kühlkörper zu heiß",
    "Dissipateur trop chaud",
  ],
} satisfies Rows;

/** Of its supply, inputs, outputs and power stage. */
const power = {
  "Analogue Output Over Current (warn)": [
    "Analogausgang: Überstrom (Warnung)",
    "Sortie analogique : surintensité (avertissement)",
  ],
  "Analogue Output Off with Failsafe (warn)": [
    "Analogausgang aus, mit Schutzschaltung (Warnung)",
    "Sortie analogique coupée, avec sécurité (avertissement)",
  ],
  "Analogue Output Over Temperature (warn)": [
    "Analogausgang: zu heiß (Warnung)",
    "Sortie analogique : trop chaude (avertissement)",
  ],
  "Analogue Output Under Current (warn)": [
    "Analogausgang: Strom zu klein (Warnung)",
    "Sortie analogique : courant trop faible (avertissement)",
  ],
  "Analogue Output Short Circuit (warn)": [
    "Analogausgang: Kurzschluss (Warnung)",
    "Sortie analogique : court-circuit (avertissement)",
  ],
  "Analogue Output Over Current": [
    "Analogausgang: Überstrom",
    "Sortie analogique : surintensité",
  ],
  "Analogue Output On with No Failsafe": [
    "Analogausgang ein, ohne Schutzschaltung",
    "Sortie analogique active, sans sécurité",
  ],
  "Analogue Output Off with Failsafe": [
    "Analogausgang aus, mit Schutzschaltung",
    "Sortie analogique coupée, avec sécurité",
  ],
  "Analogue Output Over Temperature": [
    "Analogausgang: zu heiß",
    "Sortie analogique : trop chaude",
  ],
  "Analogue Output Under Current": [
    "Analogausgang: Strom zu klein",
    "Sortie analogique : courant trop faible",
  ],
  "Analogue Output Short Circuit": [
    "Analogausgang: Kurzschluss",
    "Sortie analogique : court-circuit",
  ],
  "Digital Input Wire Off": [
    "Leitung eines Digitaleingangs ab",
    "Fil d’une entrée numérique débranché",
  ],
  "Analogue Input Wire Off": [
    "Leitung eines Analogeingangs ab",
    "Fil d’une entrée analogique débranché",
  ],
  "Power Supply Critical": [
    "Versorgung kritisch",
    "Alimentation critique",
  ],
  "Power Supply Interrupt": [
    "Versorgung unterbrochen",
    "Coupure d’alimentation",
  ],
  "Capacitor Precharge Failure": [
    "Vorladen des Kondensators gescheitert",
    "Échec de la précharge du condensateur",
  ],
  "DP Overvoltage": ["Überspannung (DP)", "Surtension (DP)"],
  "DSP Powerframe Fault": [
    "Fehler der Leistungsstufe (DSP)",
    "Défaut de l’étage de puissance (DSP)",
  ],
  "New Powerframe Detected": [
    "Neue Leistungsstufe erkannt",
    "Nouvel étage de puissance détecté",
  ],
  "Invalid Powerframe Rating": [
    "Ungültige Nennwerte der Leistungsstufe",
    "Calibre de l’étage de puissance invalide",
  ],
  "MOSFET s/c M1>B+": [
    "MOSFET-Kurzschluss M1>B+",
    "Court-circuit MOSFET M1>B+",
  ],
  "MOSFET s/c M1>B-": [
    "MOSFET-Kurzschluss M1>B-",
    "Court-circuit MOSFET M1>B-",
  ],
  "MOSFET s/c M2>B+": [
    "MOSFET-Kurzschluss M2>B+",
    "Court-circuit MOSFET M2>B+",
  ],
  "MOSFET s/c M2>B-": [
    "MOSFET-Kurzschluss M2>B-",
    "Court-circuit MOSFET M2>B-",
  ],
  "MOSFET s/c M3>B+": [
    "MOSFET-Kurzschluss M3>B+",
    "Court-circuit MOSFET M3>B+",
  ],
  "MOSFET s/c M3>B-": [
    "MOSFET-Kurzschluss M3>B-",
    "Court-circuit MOSFET M3>B-",
  ],
  "MOSFET s/c checks incomplete": [
    "Prüfung auf MOSFET-Kurzschluss unvollständig",
    "Contrôle des courts-circuits MOSFET incomplet",
  ],
  "Pump Mosfet S/C": [
    "MOSFET-Kurzschluss der Pumpe",
    "Court-circuit MOSFET de la pompe",
  ],
  "Calibration Fault": ["Fehler beim Abgleich", "Défaut d’étalonnage"],
  "Incompatible hardware version": [
    "Unpassende Version der Hardware",
    "Version du matériel incompatible",
  ],
} satisfies Rows;

/** Of its own program and settings. */
const inside = {
  "Safety Case 1": ["Sicherheitsfall 1", "Cas de sécurité 1"],
  "Safety Case 2": ["Sicherheitsfall 2", "Cas de sécurité 2"],
  "Unit in preoperational": [
    "Steuerung in Voreinstellung (preoperational)",
    "Contrôleur en préopérationnel",
  ],
  "IO can't init": [
    "Ein- und Ausgänge lassen sich nicht einrichten",
    "Entrées et sorties impossibles à initialiser",
  ],
  "Encoder Alignment Warning": [
    "Warnung: Ausrichtung des Drehgebers",
    "Avertissement : alignement du codeur",
  ],
  "Encoder Alignment Severe": [
    "Ausrichtung des Drehgebers, schwer",
    "Alignement du codeur, grave",
  ],
  "Ren Data": ["Renault-Daten", "Données Renault"],
  "Ren Signal": ["Renault-Signal", "Signal Renault"],
  "Ren Protocol": ["Renault-Protokoll", "Protocole Renault"],
  "VERLOG": ["VERLOG", "VERLOG"],
  "Internal Fault": ["Interner Fehler", "Défaut interne"],
  "Out of memory": ["Speicher voll", "Mémoire épuisée"],
  "General DSP error": ["Allgemeiner Fehler des DSP", "Erreur générale du DSP"],
  "Timer Failed": ["Zeitgeber ausgefallen", "Temporisateur défaillant"],
  "Queue Error": ["Fehler der Warteschlange", "Erreur de file d’attente"],
  "Scheduler Error": ["Fehler der Ablaufsteuerung", "Erreur d’ordonnanceur"],
  "DSP Heartbeat Error": [
    "Kein Lebenszeichen des DSP",
    "Erreur de battement du DSP",
  ],
  "I/O SS Error": ["Fehler im Teilsystem I/O", "Erreur du sous-système I/O"],
  "GIO SS Error": ["Fehler im Teilsystem GIO", "Erreur du sous-système GIO"],
  "LCM SS Error": ["Fehler im Teilsystem LCM", "Erreur du sous-système LCM"],
  "LCP SS Error": ["Fehler im Teilsystem LCP", "Erreur du sous-système LCP"],
  "OBD SS Error": ["Fehler im Teilsystem OBD", "Erreur du sous-système OBD"],
  "VA SS Error": ["Fehler im Teilsystem VA", "Erreur du sous-système VA"],
  "DMC SS Error": ["Fehler im Teilsystem DMC", "Erreur du sous-système DMC"],
  "TracApp SS Error": [
    "Fehler im Teilsystem TracApp",
    "Erreur du sous-système TracApp",
  ],
  "App Manager SS Error": [
    "Fehler im Teilsystem App Manager",
    "Erreur du sous-système App Manager",
  ],
  "DSP Not Detected": ["DSP nicht erkannt", "DSP non détecté"],
  "DSP Comms Error": [
    "Fehler der Verbindung zum DSP",
    "Erreur de communication avec le DSP",
  ],
  "Autozero range error": [
    "Nullabgleich außerhalb des Bereichs",
    "Remise à zéro hors plage",
  ],
  "DSP parameter error": [
    "Fehler in Parametern des DSP",
    "Erreur de paramètre du DSP",
  ],
  "Bad NVM Data": [
    "Schlechte Daten im Festspeicher",
    "Données de la mémoire permanente incorrectes",
  ],
  "VPDO Out of Range": ["VPDO außerhalb des Bereichs", "VPDO hors plage"],
  "Static Range Error": [
    "Wert außerhalb des festen Bereichs",
    "Valeur hors de la plage fixe",
  ],
  "Dynamic Range Error": [
    "Wert außerhalb des abhängigen Bereichs",
    "Valeur hors de la plage dépendante",
  ],
  "Auto-configuration Fault": [
    "Fehler der selbsttätigen Einrichtung",
    "Défaut de configuration automatique",
  ],
  "DSP Encoder Fault": [
    "Fehler des Drehgebers (DSP)",
    "Défaut du codeur (DSP)",
  ],
  "DSP Overcurrent Fault": ["Überstrom (DSP)", "Surintensité (DSP)"],
  "DSP Control Fault": [
    "Fehler der Regelung (DSP)",
    "Défaut de régulation (DSP)",
  ],
  "Invalid DSP Protocol": [
    "Ungültiges Protokoll des DSP",
    "Protocole du DSP invalide",
  ],
  "OSC Watchdog Fault": [
    "Fehler der Taktüberwachung",
    "Défaut du chien de garde de l’oscillateur",
  ],
  "Fault List Overflow": ["Fehlerliste voll", "Liste des défauts pleine"],
  "DSP SPI Comms Fault": [
    "Fehler der SPI-Verbindung zum DSP",
    "Défaut de communication SPI avec le DSP",
  ],
} satisfies Rows;

/** Of its bus. */
const bus = {
  "RPDO Timeout (warning)": [
    "RPDO bleibt aus (Warnung)",
    "RPDO absent (avertissement)",
  ],
  "RPDO Timeout (drive inhibit)": [
    "RPDO bleibt aus (Fahren gesperrt)",
    "RPDO absent (conduite bloquée)",
  ],
  "RPDO Timeout (severe)": ["RPDO bleibt aus (schwer)", "RPDO absent (grave)"],
  "CAN warning": ["CAN-Warnung", "Avertissement CAN"],
  "CAN off bus (drive inhibit)": [
    "CAN vom Bus getrennt (Fahren gesperrt)",
    "CAN hors bus (conduite bloquée)",
  ],
  "CAN off bus": ["CAN vom Bus getrennt", "CAN hors bus"],
  "CANopen anon EMCY level {n}": [
    "CANopen: Notmeldung ohne Angabe, Stufe {n}",
    "CANopen : urgence anonyme, niveau {n}",
  ],
  "Too many slaves": ["Zu viele Slaves", "Trop d’esclaves"],
  "Unexpected slave state": [
    "Unerwarteter Zustand eines Slaves",
    "État d’esclave inattendu",
  ],
  "EMCY send failed": [
    "Notmeldung ließ sich nicht senden",
    "Envoi d’une urgence impossible",
  ],
  "CANBUS Fault": ["Fehler des CAN-Busses", "Défaut du bus CAN"],
  "Bootup not received": [
    "Startmeldung nicht empfangen",
    "Message de démarrage non reçu",
  ],
  "LPRX queue overrun": [
    "Empfangsschlange LPRX übergelaufen",
    "File LPRX débordée",
  ],
  "LPTX queue overrun": [
    "Sendeschlange LPTX übergelaufen",
    "File LPTX débordée",
  ],
  "HPRX queue overrun": [
    "Empfangsschlange HPRX übergelaufen",
    "File HPRX débordée",
  ],
  "HPTX queue overrun": [
    "Sendeschlange HPTX übergelaufen",
    "File HPTX débordée",
  ],
  "CAN overrun": ["CAN-Überlauf", "Dépassement CAN"],
  "Nodeguarding Failed": [
    "Überwachung der Knoten (Nodeguarding) gescheitert",
    "Échec de la surveillance des nœuds (nodeguarding)",
  ],
  "Short PDO received": ["Zu kurzes PDO empfangen", "PDO trop court reçu"],
  "CANopen Heartbeat Failed": [
    "Kein Lebenszeichen (CANopen)",
    "Battement CANopen absent",
  ],
  "CANopen slave in wrong state": [
    "CANopen-Slave im falschen Zustand",
    "Esclave CANopen dans un mauvais état",
  ],
  "Motor slave in wrong state": [
    "Motor-Slave im falschen Zustand",
    "Esclave moteur dans un mauvais état",
  ],
  "CAN ESTAT set": ["CAN ESTAT gesetzt", "CAN ESTAT actif"],
  "SDO HDL Error": ["SDO: Fehler der Kennung (HDL)", "SDO : erreur HDL"],
  "SDO Timeout Error": ["SDO: keine Antwort", "SDO : délai dépassé"],
  "SDO Abort Error": ["SDO: abgebrochen", "SDO : abandon"],
  "SDO State Error": ["SDO: falscher Zustand", "SDO : mauvais état"],
  "SDO Toggle Error": ["SDO: falsches Toggle-Bit", "SDO : erreur de bascule"],
  "SDO Rec Error": ["SDO: Empfangsfehler", "SDO : erreur de réception"],
  "SDO Len Error": ["SDO: falsche Länge", "SDO : mauvaise longueur"],
  "SDO Send Error": ["SDO: Sendefehler", "SDO : erreur d’envoi"],
  "SDO unknown event": [
    "SDO: unbekanntes Ereignis",
    "SDO : événement inconnu",
  ],
  "SDO Bad SRC": ["SDO: falsche Quelle", "SDO : mauvaise source"],
  "SDO bad error number": [
    "SDO: falsche Fehlernummer",
    "SDO : mauvais numéro d’erreur",
  ],
} satisfies Rows;

/** What entries of its logs say besides. */
const entries = {
  "unknown fault": ["unbekannter Fehler", "défaut inconnu"],
  "battery {volts} V, capacitor {most} V, motor {amps} A, {speed} rpm, {heat} C":
    [
      "Akku {volts} V, Kondensator {most} V, Motor {amps} A, {speed} U/min, {heat} °C",
      "batterie {volts} V, condensateur {most} V, moteur {amps} A, {speed} tr/min, {heat} °C",
    ],
} satisfies Rows;

/** All of them. */
export const faultRows = { ...car, ...power, ...inside, ...bus, ...entries };
