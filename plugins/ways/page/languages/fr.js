// @ts-check
/** Les textes de la page en français. */
export default {
  "ways.links": "Liaisons",
  "ways.links.none": "Aucune liaison n’est configurée",
  "ways.link": "Liaison",
  "ways.state": "État",
  "ways.channels": "Canaux des messages",
  "ways.channel": "Canal",
  "channel.ip": "Applications",
  "channel.sms": "SMS",
  "channel.webpush": "Navigateurs",
  "channel.webhook": "Service web",
  "ways.waiting": "En attente",
  "ways.last": "Dernier envoi",
  "ways.last.none": "aucun pour l’instant",
  "ways.test": "Tester",
  "ways.test.this": "Tester {channel}",
  "ways.test.sent": "Un message d’essai est en route vers {channel}",
  "ways.state.missing": "non configuré",
  "ways.state.ready": "prêt",
  "ways.state.waits": "en attente",
};
