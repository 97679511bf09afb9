// @ts-check
/** Textes en français. */
export default {
  "run.stop": "Arrêter",
  "run.start": "Démarrer",
  "run.forget": "Oublier les mesures",
  "run.save": "Enregistrer en CSV",
  "tile.speed": "Vitesse",
  "tile.torque": "Couple",
  "tile.power": "Puissance du moteur",
  "tile.battery": "Batterie",
  "tile.current": "Courant du moteur",
  "tile.slip": "Glissement",
  "curve.driving": "Traction",
  "curve.regaining": "Récupération",
  "curve.label": "{what} : puissance et couple maximaux selon la vitesse",
  "curve.power": "Puissance",
  "curve.none": "Rien de mesuré pour l’instant",
  "run.how":
    "La puissance de batterie et le couple moteur maximaux à chaque vitesse. Pendant la mesure, le contrôleur est interrogé sur dix valeurs dix fois par seconde : arrêtez-la quand elle n’est plus utile.",
  "state.off": { one: "Arrêté, {n} mesure", other: "Arrêté, {n} mesures" },
  "state.measuring": {
    one: "Mesure en cours, {n} mesure",
    other: "Mesure en cours, {n} mesures",
  },
  "state.waiting": {
    one: "Attend D ou R, {n} mesure",
    other: "Attend D ou R, {n} mesures",
  },
  "state.broken": "{n} interrompues",
};
