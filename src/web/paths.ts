import { OrgCode, SECRETARIAT } from '../lib/regions.ts'

const segment = encodeURIComponent
const dispatch = (dispatchId: string) => `/kansli/utskick/${segment(dispatchId)}`
const asked = (org: string, dispatchId: string) => `/r/${segment(org)}/utskick/${segment(dispatchId)}`

/** Every address of the app, in Swedish and ASCII. Nobody writes an address by hand. */
export const paths = {
  secretariat: () => '/kansli',
  matrix: () => '/kansli/utskick',
  newDispatch: () => '/kansli/utskick/ny',
  dispatch,
  editDispatch: (dispatchId: string) => `${dispatch(dispatchId)}/redigera`,
  checkDispatch: (dispatchId: string) => `${dispatch(dispatchId)}/kontrollera`,
  remind: (dispatchId: string) => `${dispatch(dispatchId)}/paminn`,
  correct: (dispatchId: string) => `${dispatch(dispatchId)}/rattelse`,
  close: (dispatchId: string) => `${dispatch(dispatchId)}/avsluta`,
  receivedReply: (dispatchId: string, replyId: string) => `${dispatch(dispatchId)}/svar/${segment(replyId)}`,
  received: (dispatchId: string, slotOrg: string) => `${dispatch(dispatchId)}/inkommet/${segment(slotOrg)}`,
  outgoing: () => '/kansli/utgaende',
  letter: (mailId: string) => `/kansli/utgaende/${segment(mailId)}`,
  register: () => '/kansli/diarium',
  secretariatPersons: () => '/kansli/personer',
  secretariatAddresses: () => '/kansli/adresser',
  upkeep: () => '/kansli/drift',

  /** The organisation's own log, at the secretariat and in a region alike. */
  journal: (org: string) => (org === SECRETARIAT ? '/kansli/journal' : `/r/${segment(org)}/journal`),

  region: (org: string) => `/r/${segment(org)}`,
  asked,
  answer: (org: string, dispatchId: string) => `${asked(org, dispatchId)}/svara`,
  checkAnswer: (org: string, dispatchId: string) => `${asked(org, dispatchId)}/kontrollera`,
  receipt: (org: string, dispatchId: string, replyId: string) => `${asked(org, dispatchId)}/kvittens/${segment(replyId)}`,
  reply: (org: string, dispatchId: string, replyId: string) => `${asked(org, dispatchId)}/svar/${segment(replyId)}`,
  regionPersons: (org: string) => `/r/${segment(org)}/personer`,
  regionAddresses: (org: string) => `/r/${segment(org)}/adresser`,

  signIn: (back: string) => `/logga-in?till=${segment(back)}`,
  signOut: () => '/logga-ut',
  accessibility: () => '/tillganglighet',
  about: () => '/om',
  help: () => '/hjalp',
}

type ReceiptFormat = 'pdf' | 'zip'
const api = (org: string, rest: string) => `/api/${segment(org)}/${rest}`

/** Receipts and what one takes home, for pages of features that do not know the one that makes them. */
export const receiptFiles = {
  reply: (org: string, replyId: string, format: ReceiptFormat) => api(org, `replies/${segment(replyId)}/receipt?format=${format}`),
  sending: (org: string, dispatchId: string, format: ReceiptFormat) =>
    api(org, `dispatches/${segment(dispatchId)}/receipt?format=${format}`),
  correction: (org: string, dispatchId: string, number: number, format: ReceiptFormat) =>
    api(org, `dispatches/${segment(dispatchId)}/corrections/${number}/receipt?format=${format}`),
  sendingList: (org: string, dispatchId: string, format: ReceiptFormat) =>
    api(org, `dispatches/${segment(dispatchId)}/sending-list?format=${format}`),
  bundle: (org: string) => api(org, 'journal/bundle'),
}

/** In: an address of the app. Out: the organisation that one acts for there; undefined outside every organisation. */
export function orgOf(path: string): OrgCode | undefined {
  if (/^\/kansli(\/|$)/.test(path)) return SECRETARIAT
  const read = OrgCode.safeParse(/^\/r\/([^/]+)/.exec(path)?.[1])
  return read.success ? read.data : undefined
}

/** Where a person lands who acts for an organisation. */
export function homeOf(org: string): string {
  return org === SECRETARIAT ? paths.secretariat() : paths.region(org)
}
