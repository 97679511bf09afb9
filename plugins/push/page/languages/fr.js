// @ts-check
/** Les textes de la page en français. */
export default {
  "push.about":
    "Les messages au propriétaire arrivent comme notifications de ce navigateur, même console fermée. Ils passent par le service push du navigateur, chiffrés pour que lui seul puisse les lire.",
  "push.denied":
    "Les notifications ne sont pas autorisées pour cette page : autorisez-les dans les réglages du navigateur",
  "push.done":
    "Ce navigateur reçoit désormais les messages ; la page Connexions permet un essai",
  "push.impossible":
    "Ce navigateur ne le peut pas ici : la console doit être ouverte en HTTPS (ou sur la passerelle même) ; sur un iPhone il faut d’abord l’ajouter à l’écran d’accueil.",
  "push.list": "Navigateurs qui reçoivent les messages",
  "push.name": "Nom de ce navigateur",
  "push.none": "Aucun pour l’instant",
  "push.off": "Retirer",
  "push.offThis": "Retirer {name}",
  "push.on": "Prévenir ce navigateur",
  "push.owner":
    "Réservé au propriétaire : connectez-vous avec un jeton qui peut tout.",
  "push.title": "Notifications de ce navigateur",
};
