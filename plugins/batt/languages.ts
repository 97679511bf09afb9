/** What the plugin declares and tells, in other languages. */
import { textTable } from "ovms-edge";

export const texts = textTable(["de", "fr"], {
  "Battery monitor: deviations of cells and modules": [
    "Akku-Monitor: Abweichungen von Zellen und Modulen",
    "Suivi de la batterie : écarts des cellules et des modules",
  ],
  "Battery monitoring": ["Akku-Überwachung", "Suivi de la batterie"],
  "Pushes the battery status if there is an alert": [
    "Sendet den Akkuzustand, wenn ein Alarm besteht",
    "Envoie l’état de la batterie s’il y a une alerte",
  ],
  "Sends the battery's records": [
    "Sendet die Aufzeichnungen des Akkus",
    "Envoie les enregistrements de la batterie",
  ],
  "State of the battery": ["Zustand des Akkus", "État de la batterie"],
  "State of each cell and its module": [
    "Zustand jeder Zelle und ihres Moduls",
    "État de chaque cellule et de son module",
  ],
  // ---- alerts --------------------------------------------------------------
  "Battery: cell {n} far off the others in voltage": [
    "Akku: Spannung der Zelle {n} weit ab von den anderen",
    "Batterie : tension de la cellule {n} loin des autres",
  ],
  "Battery: cells {n} far off the others in voltage": [
    "Akku: Spannung der Zellen {n} weit ab von den anderen",
    "Batterie : tension des cellules {n} loin des autres",
  ],
  "Battery: cell {n} off the others in voltage": [
    "Akku: Spannung der Zelle {n} weicht von den anderen ab",
    "Batterie : tension de la cellule {n} écartée des autres",
  ],
  "Battery: cells {n} off the others in voltage": [
    "Akku: Spannung der Zellen {n} weicht von den anderen ab",
    "Batterie : tension des cellules {n} écartée des autres",
  ],
  "Battery: module {n} far off the others in temperature": [
    "Akku: Temperatur des Moduls {n} weit ab von den anderen",
    "Batterie : température du module {n} loin des autres",
  ],
  "Battery: modules {n} far off the others in temperature": [
    "Akku: Temperatur der Module {n} weit ab von den anderen",
    "Batterie : température des modules {n} loin des autres",
  ],
  "Battery: module {n} off the others in temperature": [
    "Akku: Temperatur des Moduls {n} weicht von den anderen ab",
    "Batterie : température du module {n} écartée des autres",
  ],
  "Battery: modules {n} off the others in temperature": [
    "Akku: Temperatur der Module {n} weicht von den anderen ab",
    "Batterie : température des modules {n} écartée des autres",
  ],
  "Do not charge unattended, and have the battery checked": [
    "Nicht unbeaufsichtigt laden, und den Akku prüfen lassen",
    "Ne chargez pas sans surveillance, et faites vérifier la batterie",
  ],
  "Look at it again after the next full charge": [
    "Nach der nächsten vollen Ladung noch einmal ansehen",
    "Regardez de nouveau après la prochaine charge complète",
  ],
});
