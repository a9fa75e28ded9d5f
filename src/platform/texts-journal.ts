import { OTHER_ORGANISATIONS, REGIONS } from '../lib/regions.ts'

/** The organisation with its code, as people say it. */
function logName(log: string): string {
  const name = [...REGIONS, ...OTHER_ORGANISATIONS].find(({ code }) => code === log)?.name
  return name === undefined ? log : `${name} (${log})`
}

/** README.txt of an export: for whoever opens it in ten years, without the platform. */
export const exportReadme = (log: string, entries: number) => `JOURNAL FÖR ${logName(log)}

Det här är ett utdrag ur journalen på NSPL:s plattform: alla ${entries} poster i loggen ${log}, i ordning, så som de signerades. Vad som har
skickats, tagits emot och lämnats in går att styrka med det, utan plattformen. Att inget har skrivits om sedan ni sist såg loggen visar en
kontrollpunkt som ni själva har sparat: med den behöver ni inte lita på den som driver plattformen.

PRÖVA UTDRAGET

1. Installera Node.js 20.19 eller senare (https://nodejs.org). Inget annat behövs, inte heller nätet.
2. Lägg hela paketet, som zip eller uppackat, i en mapp och skriv:

     node nspl-verify.mjs PAKETET --key "FINGERAVTRYCK"

   FINGERAVTRYCK är det fingeravtryck av plattformens nyckel som ni har fått på annan väg, till exempel på en kvittens på papper. Utan
   --key prövas allt mot nyckeln i keys.txt, och programmet visar dess fingeravtryck så att ni kan jämföra.
3. Har ni sparat en kontrollpunkt tidigare, lägg till: --checkpoint FIL. Då visar programmet om loggen har rullats tillbaka eller skrivits om.

Programmet nspl-verify.mjs är 300 rader och går att läsa. Litar ni inte på exemplaret i paketet, använd ett som ni har fått på annan väg.

VAD SOM FINNS HÄR

journal/${log}.ndjson              en rad per post: posten så som den signerades, och salterna till det innehåll som den binder
journal/${log}.checkpoints.ndjson  loggens signerade kontrollpunkter, de äldsta först
journal/TOP.tlog-proof             beviset för att den senaste kontrollpunkten står i den gemensamma loggen (TOP) över alla loggar
keys.txt                           plattformens publika nycklar, den nyaste först
documents/                         handlingar, om paketet har några; documents/index.json säger vilken post som binder vilken
manifest.json                      SHA-256 för varje fil

FORMAT

Trädet följer RFC 9162, posterna RFC 8785, kontrollpunkter och bevis C2SP (signed-note, tlog-checkpoint och tlog-proof). En post binder innehåll
genom SHA-256(0x02 ‖ salt ‖ innehåll). Är saltet borta har innehållet gallrats: posten finns kvar, men säger inte längre vad innehållet var.
`
