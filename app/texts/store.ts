/** What the store says of its file, its copies and its disk. */
import { textTable } from "../../runtime/contract/texts.ts";

export const storeTexts = textTable(["de", "fr"], {
  // ---- while the program runs ----------------------------------------------
  "the disk is full": ["die Platte ist voll", "le disque est plein"],
  "the store's file is damaged": [
    "die Datei des Speichers ist beschädigt",
    "le fichier du stockage est endommagé",
  ],
  "the disk does not take writes": [
    "die Platte nimmt nichts an",
    "le disque n’accepte pas d’écritures",
  ],
  "the store's file was moved, removed or replaced": [
    "die Datei des Speichers wurde verschoben, gelöscht oder ersetzt",
    "le fichier du stockage a été déplacé, supprimé ou remplacé",
  ],
  "nothing was stored: {why} ({store}); {todo}": [
    "nichts wurde gespeichert: {why} ({store}); {todo}",
    "rien n’a été enregistré : {why} ({store}) ; {todo}",
  ],
  "make room and try again": [
    "schaffen Sie Platz und versuchen Sie es noch einmal",
    "faites de la place et réessayez",
  ],
  "check the disk, then start the program again": [
    "prüfen Sie die Platte und starten Sie das Programm neu",
    "vérifiez le disque, puis relancez le programme",
  ],
  "put it back, or start the program again": [
    "legen Sie sie zurück, oder starten Sie das Programm neu",
    "remettez-le en place, ou relancez le programme",
  ],
  "{why}: settings cannot be changed": [
    "{why}: Einstellungen lassen sich nicht ändern",
    "{why} : les réglages ne peuvent pas être modifiés",
  ],
  "{why}: settings cannot be changed, the newest {n} records and messages are only in memory":
    [
      "{why}: Einstellungen lassen sich nicht ändern, die neuesten {n} Aufzeichnungen und Nachrichten sind nur im Arbeitsspeicher",
      "{why} : les réglages ne peuvent pas être modifiés, les {n} derniers enregistrements et messages ne sont qu’en mémoire",
    ],
  "{why}: settings cannot be changed, {n} were dropped": [
    "{why}: Einstellungen lassen sich nicht ändern, {n} wurden verworfen",
    "{why} : les réglages ne peuvent pas être modifiés, {n} ont été abandonnés",
  ],
  "{why}: settings cannot be changed, the newest {n} records and messages are only in memory, {m} were dropped":
    [
      "{why}: Einstellungen lassen sich nicht ändern, die neuesten {n} Aufzeichnungen und Nachrichten sind nur im Arbeitsspeicher, {m} wurden verworfen",
      "{why} : les réglages ne peuvent pas être modifiés, les {n} derniers enregistrements et messages ne sont qu’en mémoire, {m} ont été abandonnés",
    ],
  "{why}: no new copy of the store can be made": [
    "{why}: der Speicher lässt sich nicht neu sichern",
    "{why} : aucune nouvelle copie du stockage n’est possible",
  ],
  "the disk does not take writes: a later loss of writes might go unnoticed": [
    "die Platte nimmt nichts an: ein späterer Verlust bliebe vielleicht unbemerkt",
    "le disque n’accepte pas d’écritures : une perte ultérieure pourrait passer inaperçue",
  ],
  "the store's file is damaged: a part of what is stored could not be read; start the program again to repair it":
    [
      "die Datei des Speichers ist beschädigt: ein Teil war nicht lesbar; ein Neustart des Programms repariert sie",
      "le fichier du stockage est endommagé : une partie n’a pas pu être lue ; relancez le programme pour le réparer",
    ],
  "the memory card changed what was stored: damaged records or messages were taken from the last good copy":
    [
      "die Speicherkarte hat Gespeichertes verändert: beschädigte Aufzeichnungen oder Nachrichten kamen aus der letzten guten Kopie",
      "la carte mémoire a modifié ce qui était enregistré : les éléments endommagés viennent de la dernière bonne copie",
    ],
  "the memory card changed what was stored: damaged records or messages are left out":
    [
      "die Speicherkarte hat Gespeichertes verändert: beschädigte Aufzeichnungen oder Nachrichten sind ausgelassen",
      "la carte mémoire a modifié ce qui était enregistré : les éléments endommagés sont écartés",
    ],
  "a row is not as it was written": [
    "eine Zeile ist nicht, wie sie geschrieben wurde",
    "une ligne n’est pas telle qu’elle a été écrite",
  ],
  // ---- courses over time ---------------------------------------------------
  "The disk is full: courses over time are not kept": [
    "Die Platte ist voll: Verläufe werden nicht aufbewahrt",
    "Le disque est plein : les courbes ne sont pas conservées",
  ],
  "The disk does not take writes: courses over time are not kept": [
    "Die Platte nimmt nichts an: Verläufe werden nicht aufbewahrt",
    "Le disque n’accepte pas d’écritures : les courbes ne sont pas conservées",
  ],
  "The file of the courses over time cannot be used: start the program again to begin anew":
    [
      "Die Datei der Verläufe ist nicht brauchbar: ein Neustart des Programms beginnt sie neu",
      "Le fichier des courbes est inutilisable : relancez le programme pour recommencer",
    ],
  "The courses over time were damaged: they begin anew, the damaged file is kept as {file}":
    [
      "Die Verläufe waren beschädigt: sie beginnen neu, die beschädigte Datei bleibt als {file}",
      "Les courbes étaient endommagées : elles recommencent, le fichier endommagé est gardé sous {file}",
    ],
  "The courses over time cannot be kept: {file} cannot be written": [
    "Die Verläufe lassen sich nicht aufbewahren: {file} ist nicht beschreibbar",
    "Les courbes ne peuvent pas être conservées : {file} n’est pas inscriptible",
  ],
  "Some of the courses over time are not as they were written, as happens to an old memory card: they are left out":
    [
      "Teile der Verläufe sind nicht, wie sie geschrieben wurden, wie das bei einer alten Speicherkarte vorkommt: sie bleiben weg",
      "Des parties des courbes ne sont pas telles qu’elles ont été écrites, comme cela arrive avec une vieille carte mémoire : elles sont omises",
    ],
  // ---- at the start --------------------------------------------------------
  "{why}: the store {file} cannot be opened for writing; the program runs in memory, with what could be read, and tries again each minute. What is set or recorded until then is lost with the power":
    [
      "{why}: der Speicher {file} lässt sich nicht zum Schreiben öffnen; das Programm läuft im Arbeitsspeicher, mit dem, was lesbar war, und versucht es jede Minute wieder. Was bis dahin gesetzt oder aufgezeichnet wird, geht mit dem Strom verloren",
      "{why} : le stockage {file} ne s’ouvre pas en écriture ; le programme tourne en mémoire, avec ce qui a pu être lu, et réessaie chaque minute. Ce qui est réglé ou enregistré d’ici là est perdu à la coupure",
    ],
  "the store {file} is in use by another program; stop that one or choose another file":
    [
      "der Speicher {file} wird von einem anderen Programm benutzt; beenden Sie das oder wählen Sie eine andere Datei",
      "le stockage {file} est utilisé par un autre programme ; arrêtez-le ou choisissez un autre fichier",
    ],
  "the store {file} has schema version {n}, this program knows versions up to {m}; use the newer program or choose another file":
    [
      "der Speicher {file} hat die Schema-Version {n}, dieses Programm kennt Versionen bis {m}; nehmen Sie das neuere Programm oder eine andere Datei",
      "le stockage {file} a le schéma {n}, ce programme connaît les versions jusqu’à {m} ; prenez le programme plus récent ou un autre fichier",
    ],
  "{file} is the database of another program; choose another file for the store":
    [
      "{file} ist die Datenbank eines anderen Programms; wählen Sie eine andere Datei für den Speicher",
      "{file} est la base d’un autre programme ; choisissez un autre fichier pour le stockage",
    ],
  "the store's log was damaged: {lost}; the last good copy is used, the damaged file is kept as {file}":
    [
      "das Schreibprotokoll des Speichers war beschädigt: {lost}; die letzte gute Kopie wird benutzt, die beschädigte Datei bleibt als {file}",
      "le journal du stockage était endommagé : {lost} ; la dernière bonne copie est utilisée, le fichier endommagé est gardé sous {file}",
    ],
  "the store's log was damaged: {lost}; what is left is used, {where}": [
    "das Schreibprotokoll des Speichers war beschädigt: {lost}; der Rest wird benutzt, {where}",
    "le journal du stockage était endommagé : {lost} ; le reste est utilisé, {where}",
  ],
  "the damaged files are kept as {file}": [
    "die beschädigten Dateien bleiben als {file}",
    "les fichiers endommagés sont gardés sous {file}",
  ],
  "there was no room to keep the damaged files": [
    "für die beschädigten Dateien war kein Platz",
    "il n’y avait pas de place pour garder les fichiers endommagés",
  ],
  "the count of the store's writes ({file}) is {state}: whether the last writes are lost cannot be told":
    [
      "die Zählung der Schreibvorgänge ({file}) ist {state}: ob die letzten verloren sind, lässt sich nicht sagen",
      "le compte des écritures ({file}) est {state} : impossible de dire si les dernières sont perdues",
    ],
  "unreadable": ["unlesbar", "illisible"],
  "missing": ["nicht da", "absent"],
  "the store {file} {what} and there is no good copy: all settings and records are lost, the module starts with factory settings":
    [
      "der Speicher {file} {what}, und es gibt keine gute Kopie: alle Einstellungen und Aufzeichnungen sind verloren, das Modul beginnt mit Werkseinstellungen",
      "le stockage {file} {what} et il n’y a pas de bonne copie : réglages et enregistrements sont perdus, le module démarre avec les réglages d’usine",
    ],
  "the store {file} {what}: the last good copy is used, {lost}": [
    "der Speicher {file} {what}: die letzte gute Kopie wird benutzt, {lost}",
    "le stockage {file} {what} : la dernière bonne copie est utilisée, {lost}",
  ],
  "{what}, the damaged file is kept as {file}": [
    "{what}, die beschädigte Datei bleibt als {file}",
    "{what}, le fichier endommagé est gardé sous {file}",
  ],
  "is empty": ["ist leer", "est vide"],
  "was cut off ({n} of {m} bytes are left)": [
    "wurde abgeschnitten ({n} von {m} Byte sind übrig)",
    "a été coupé (il reste {n} octets sur {m})",
  ],
  "cannot be read as a database": [
    "ist nicht als Datenbank lesbar",
    "est illisible comme base de données",
  ],
  "is damaged inside": ["ist innen beschädigt", "est endommagé à l’intérieur"],
  "is incomplete": ["ist unvollständig", "est incomplet"],
  "has damaged tables": [
    "hat beschädigte Tabellen",
    "a des tables endommagées",
  ],
  "was overwritten by another program": [
    "wurde von einem anderen Programm überschrieben",
    "a été écrasé par un autre programme",
  ],
  "is not there": ["ist nicht da", "est absent"],
  "what was written since it was made is lost": [
    "was seither geschrieben wurde, ist verloren",
    "ce qui a été écrit depuis est perdu",
  ],
  "nothing is lost": ["nichts ist verloren", "rien n’est perdu"],
  "the last write is lost": [
    "der letzte Schreibvorgang ist verloren",
    "la dernière écriture est perdue",
  ],
  "the last {n} writes are lost": [
    "die letzten {n} Schreibvorgänge sind verloren",
    "les {n} dernières écritures sont perdues",
  ],
  "what the copy has may be old": [
    "was die Kopie hat, kann alt sein",
    "ce qu’a la copie peut être ancien",
  ],
  "stored values are not those that were written last: a part of the store's file is from before":
    [
      "gespeicherte Werte sind nicht die zuletzt geschriebenen: ein Teil der Speicherdatei ist von früher",
      "les valeurs enregistrées ne sont pas les dernières écrites : une partie du fichier date d’avant",
    ],
  "a stored value was damaged": [
    "ein gespeicherter Wert war beschädigt",
    "une valeur enregistrée était endommagée",
  ],
  "{n} stored values were damaged": [
    "{n} gespeicherte Werte waren beschädigt",
    "{n} valeurs enregistrées étaient endommagées",
  ],
  "{what}; taken from the last good copy, or safe: {names}": [
    "{what}; aus der letzten guten Kopie, oder sicherer Wert: {names}",
    "{what} ; repris de la dernière bonne copie, ou valeur sûre : {names}",
  ],
  "{what}; no longer there: {names}": [
    "{what}; nicht mehr da: {names}",
    "{what} ; absents désormais : {names}",
  ],
  "the copy that is used has only the newest records: older ones are in the damaged file that is kept":
    [
      "die benutzte Kopie hat nur die neuesten Aufzeichnungen: ältere sind in der beschädigten Datei, die bleibt",
      "la copie utilisée n’a que les derniers enregistrements : les plus anciens sont dans le fichier endommagé, qui est gardé",
    ],
  "the copy of the store is not sound": [
    "die Kopie des Speichers ist nicht heil",
    "la copie du stockage n’est pas saine",
  ],
  "the store's log could not be worked into its file": [
    "das Schreibprotokoll ließ sich nicht in die Datei übernehmen",
    "le journal du stockage n’a pas pu être repris dans son fichier",
  ],
  "the store {file} has to be made anew, but its disk does not take it; make room or check the disk, then start again":
    [
      "der Speicher {file} muss neu angelegt werden, aber die Platte nimmt ihn nicht; schaffen Sie Platz oder prüfen Sie sie, dann starten Sie neu",
      "le stockage {file} doit être refait, mais le disque ne l’accepte pas ; faites de la place ou vérifiez-le, puis relancez",
    ],
});
