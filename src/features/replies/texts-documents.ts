import type { DecidedBy, ReplyContent, ReplyFile } from './shapes.ts'
import { texts } from './texts-web.ts'

/** Words that every printed answer has, alone or compiled. */
export const answerTexts = {
  creator: 'NSPL:s kansli',
  pageWords: { page: 'Sida', of: 'av' },
  stance: texts.stances,
  noStance: 'Inget ställningstagande',
  decidedHow: {
    board: 'Regionstyrelse eller nämnd',
    committee: 'Utskott',
    chair: 'Ordförande',
    delegation: 'På delegation',
    officials: 'Tjänstemannasynpunkter',
  } satisfies Record<DecidedBy['how'], string>,
  /** The same after a name. */
  decidedHowAfter: {
    board: 'regionstyrelse eller nämnd',
    committee: 'utskott',
    chair: 'ordförande',
    delegation: 'på delegation',
    officials: 'tjänstemannasynpunkter',
  } satisfies Record<DecidedBy['how'], string>,
  adjusted: {
    'not-said': '',
    adjusted: 'Justerad',
    'immediately-adjusted': 'Omedelbart justerad',
  } satisfies Record<DecidedBy['adjusted'], string>,
  preliminary: 'Preliminärt svar i avvaktan på beslut',
  reservation: 'Reservation eller särskilt yttrande finns',
  notSaid: 'Inte angivet',
}

/** Words of the copy of an answer. */
export const copyTexts = {
  title: (org: string) => `Svar från ${org}`,
  marking: 'Sekretessmarkering',
  number: 'Kvittensnummer',
  relation: (relation: ReplyContent['relation'], earlier: string) =>
    ({ first: '', replaces: `Ersätter svar ${earlier}`, completes: `Kompletterar svar ${earlier}` })[relation],
  relationLabel: 'Tidigare svar',
  dispatch: 'Utskick',
  caseNumber: 'NSPL:s diarienummer',
  ownCaseNumbers: 'Regionens diarienummer',
  lastDay: 'Svar senast',
  form: 'Form',
  forms: { filled: 'Ifyllt svar', 'own-statement': 'Regionens eget yttrande' } satisfies Record<ReplyContent['form'], string>,
  handedIn: 'Lämnat',
  handedInBy: (when: string, who: string) => `${when}, av ${who}`,
  arrived: 'Inkommet',
  arrivedBy: { platform: '', mail: 'med mejl', letter: 'med brev' } satisfies Record<ReplyContent['channel'], string>,
  entered: 'Infört av kansliet',
  decided: 'Beslutat av',
  decidedOn: 'Beslutsdag',
  paragraph: 'Paragraf eller delegationspunkt',
  adjusted: 'Justering',
  remark: 'Anmärkning',
  overall: 'Samlat ställningstagande',
  sections: 'Svar per avsnitt',
  section: 'Avsnitt',
  stance: 'Ställningstagande',
  said: 'Synpunkt och föreslagen lydelse',
  wording: 'Föreslagen lydelse:',
  wordingGone: 'Föreslår att texten utgår.',
  unanswered: (names: string) => `Avsnitt utan svar: ${names}.`,
  questions: 'Frågor',
  question: 'Fråga',
  answer: 'Svar',
  noAnswer: 'Inget svar',
  seeTable: 'Se tabellen nedan.',
  row: 'Nr',
  files: 'Filer',
  fileName: 'Namn',
  fileRole: 'Vad det är',
  fileRoles: {
    'own-statement': 'Eget yttrande',
    attachment: 'Bilaga',
    original: 'Original',
  } satisfies Record<ReplyFile['role'], string>,
  size: 'Storlek',
  checksum: 'SHA-256',
  exact: 'Det här är en kopia av exakt det som lämnades. Kontrollsummorna visar att filerna är desamma.',
}
