import { numberText } from '../../lib/number.ts'

const orgs = (count: number, areRegions: boolean) =>
  `${numberText(count)} ${areRegions ? (count === 1 ? 'region' : 'regioner') : count === 1 ? 'mottagare' : 'mottagare'}`

/** Words of the compiled answers that kansliet puts before its steering group. */
export const compilationTexts = {
  title: { consultation: 'Remissammanställning', survey: 'Enkätsammanställning', information: 'Sammanställning' },
  caseNumber: 'Diarienummer',
  sent: 'Skickat',
  lastDay: 'Sista svarsdag',
  closed: 'Svarstiden avslutad',
  notClosed: 'Nej, svar kan fortfarande komma in',
  answered: 'Svar',
  madeAt: 'Sammanställt',
  madeBy: (when: string) => `${when}, av NSPL:s kansli`,
  corrections: 'Rättelser',
  correction: (number: number, day: string, newLastDay: string) =>
    `Rättelse ${numberText(number)}, ${day}${newLastDay === '' ? '' : `, ny sista svarsdag ${newLastDay}`}`,
  attachments: 'Bilagor i utskicket',
  outOf: (answered: number, asked: number, areRegions: boolean) => `${numberText(answered)} av ${orgs(asked, areRegions)}`,
  footer: (title: string) => `Sammanställning: ${title}`,

  brief: 'I korthet',
  lead: (answered: number, asked: number, areRegions: boolean) => `${numberText(answered)} av ${orgs(asked, areRegions)} har svarat.`,
  markedCount: (count: number) =>
    count === 1
      ? 'Ett svar är sekretessmarkerat: pröva sekretessen innan sammanställningen lämnas vidare.'
      : `${count} svar är sekretessmarkerade: pröva sekretessen innan sammanställningen lämnas vidare.`,
  preliminaryCount: (count: number) =>
    count === 1 ? 'Ett svar är preliminärt i avvaktan på beslut.' : `Preliminära i avvaktan på beslut är ${numberText(count)} svar.`,
  ownCount: (count: number) => `Av svaren är ${numberText(count)} ${count === 1 ? 'eget yttrande' : 'egna yttranden'}.`,
  stance: 'Ställningstagande',
  count: 'Antal',
  who: { regions: 'Regioner', others: 'Mottagare' },
  stanceMissing: 'Inget samlat ställningstagande',
  missing: 'Svar saknas från',
  noneMissing: 'Alla har svarat.',
  how: 'Så är sammanställningen gjord',
  howText:
    'Svaren återges med regionernas egna ord. Regionerna står i ordning efter länskod. Stycken ur egna yttranden är utvalda av kansliet. Är ett svar ersatt redovisas bara det senaste; kompletteringar ingår.',
  howStances:
    'Texter som är lika ord för ord står en gång, med alla som har lämnat dem. I föreslagna lydelser är nya ord satta i fet stil och ord som utgår genomstrukna. Kolumnen Kansliets bemötande är tom för att fyllas i.',

  overview: 'Svaren i översikt',
  org: { regions: 'Region', others: 'Mottagare' },
  arrived: 'Inkommet',
  decided: 'Beslutat av',
  remark: 'Anmärkning',
  marks: {
    preliminary: 'Preliminärt',
    late: 'Efter sista svarsdag',
    marked: 'Sekretessmarkerat',
    own: 'Eget yttrande',
    ownUncoded: 'Eget yttrande, ej kodat',
    mail: 'Inkommet med mejl, infört av kansliet',
    letter: 'Inkommet med brev, infört av kansliet',
    unconfirmed: 'inte bekräftat av regionen',
    reservation: 'Reservation eller särskilt yttrande',
    replaced: (number: string) => `Ersätter ${number}`,
    completed: (number: string, day: string) => `Kompletterat ${day},\n${number}`,
  },

  overall: 'Samlade synpunkter',
  sections: 'Svar per avsnitt',
  wholeUncoded: (names: string) =>
    `Egna yttranden som ännu inte är kodade till avsnitt och frågor ingår inte i det följande: ${names}. De är förtecknade under rubriken Egna yttranden.`,
  said: 'Synpunkt / föreslagen lydelse',
  saidShort: 'Synpunkt',
  response: 'Kansliets bemötande',
  tallyPart: (stance: string, count: number) => `${stance}: ${numberText(count)}`,
  noStances: 'Inget ställningstagande har lämnats.',
  stanceNotTaken: (count: number) => `Inget ställningstagande: ${numberText(count)}`,
  commonWording: (count: number, areRegions: boolean) => `${orgs(count, areRegions)} föreslår samma lydelse`,
  commonRemark: (count: number, areRegions: boolean) => `${orgs(count, areRegions)} lämnar samma synpunkt`,
  commonMark: (letter: string, title: string) => `${letter}. ${title}`,
  sharesIt: 'Står också bakom den gemensamma texten ovan.',
  shares: (places: string) => `Står också bakom gemensam text ${places} ovan.`,
  noStance: '–',
  wording: 'Föreslagen lydelse:',
  wordingGone: 'Föreslår att texten utgår.',
  passage: 'Ur eget yttrande:',
  silent: (stance: string, names: string) => `${stance}, utan synpunkter: ${names}.`,
  silentNoObjection: (names: string) => `Har inga synpunkter: ${names}.`,
  silentAbstain: (names: string) => `Avstår från att yttra sig: ${names}.`,
  untouched: (names: string) => `Har inte yttrat sig om avsnittet: ${names}.`,
  uncoded: (names: string) => `Eget yttrande utan stycke om avsnittet: ${names}.`,
  nothing: 'Inga synpunkter har lämnats på avsnittet.',

  questions: 'Frågor',
  question: (number: number, text: string) => `Fråga ${numberText(number)}. ${text}`,
  answeredCount: (count: number, areRegions: boolean) => `${orgs(count, areRegions)} har besvarat frågan.`,
  noAnswers: 'Ingen har besvarat frågan.',
  choice: 'Svar',
  answer: 'Svar',
  numbers: (sum: string, least: string, median: string, most: string) => `Summa ${sum} · lägst ${least} · median ${median} · högst ${most}`,
  sum: 'Summa',
  notAnswered: (names: string) => `Inget svar på frågan: ${names}.`,
  questionUncoded: (names: string) => `Eget yttrande utan utvalt svar: ${names}.`,
  passages: 'Ur egna yttranden',

  own: 'Egna yttranden',
  ownText: 'Regioner som har svarat med ett eget dokument. Det räknas lika som ett ifyllt svar och ligger i ärendet i sin helhet.',
  file: 'Fil',
  coded: 'Kodat till avsnitt',
  codedYes: (passages: number) => `Ja, ${numberText(passages)} ${passages === 1 ? 'stycke' : 'stycken'}`,
  codedPartly: (passages: number) => `Delvis, ${numberText(passages)} ${passages === 1 ? 'stycke' : 'stycken'}`,
  codedNo: 'Nej',
  codedNothing: 'Ja, inget att ta ut',

  replaced: 'Ersatta svar',
  replacedText: 'Ersatta svar finns kvar i ärendet men redovisas inte ovan.',
  replacedNumber: 'Svar',
  replacedBy: 'Ersatt av',
}
