// Written from the migrated database by "npm run db:types". Do not edit.
import type { Generated } from 'kysely'
import type { ClassCode } from '../lib/class.ts'
import type { Day } from '../lib/day.ts'
import type { OrgCode } from '../lib/regions.ts'

export type AreaMember = {
  areaCode: OrgCode
  orgCode: OrgCode
  extent: string
  municipalities: Generated<string[]>
}

export type CommandKey = {
  orgCode: OrgCode
  personId: string
  route: string
  key: string
  bodyHash: Buffer
  status: number | null
  reply: unknown
  madeAt: Date
}

export type Correction = {
  id: string
  dispatchId: string
  senderOrg: OrgCode
  number: number
  text: string
  oldLastDay: Day | null
  newLastDay: Day | null
  madeAt: Date
  madeBy: string
}

export type Dispatch = {
  id: string
  senderOrg: OrgCode
  kind: string
  title: string
  matterId: string | null
  caseNumber: string | null
  class: Generated<ClassCode>
  secrecyProvision: string | null
  secrecyDate: Day | null
  secrecyAuthority: string | null
  coveringLetter: Generated<unknown>
  contact: Generated<unknown>
  suggestedFunction: Generated<string>
  personalData: Generated<boolean>
  lastDay: Day | null
  othersVisible: Generated<string>
  recipients: Generated<unknown>
  version: Generated<number>
  madeAt: Date
  madeBy: string
  changedAt: Date
  changedBy: string
  sentAt: Date | null
  sentBy: string | null
  closedAt: Date | null
  closedBy: string | null
  recalledAt: Date | null
  recalledBy: string | null
  recallReason: string | null
  deletedAt: Date | null
}

export type DispatchFile = {
  id: string
  dispatchId: string
  senderOrg: OrgCode
  sha256: Buffer
  name: string
  size: number
  mediaType: string
  role: string
  position: number
  replacesId: string | null
  correctionId: string | null
  addedAt: Date
}

export type DraftField = {
  recipientId: string
  orgCode: OrgCode
  field: string
  value: unknown
  version: number
  savedAt: Date
  savedBy: string
}

export type FileChunk = {
  orgCode: OrgCode
  sha256: Buffer
  position: number
  bytes: Buffer
}

export type Installation = {
  onlyRow: Generated<boolean>
  id: string
  madeAt: Date
  demo: boolean
  demoFilledAt: Date | null
}

export type JournalCheckpoint = {
  log: OrgCode
  size: number
  root: Buffer
  note: string
  signedAt: Date
}

export type JournalCommitment = {
  log: OrgCode
  seq: number
  label: string
  salt: Buffer
}

export type JournalHead = {
  log: OrgCode
  size: Generated<number>
  frontier: Generated<Buffer[]>
}

export type JournalKey = {
  id: string
  algorithm: string
  publicKey: Buffer
  madeAt: Date
  retiredAt: Date | null
}

export type JournalLeaf = {
  log: OrgCode
  seq: number
  body: Buffer
  leafHash: Buffer
}

export type JournalObject = {
  log: OrgCode
  seq: number
  type: string
  object: string
}

export type JournalTimestamp = {
  log: OrgCode
  size: number
  stampedAt: Date
  keptAt: Date
  response: Buffer
}

export type JournalWaiting = {
  log: OrgCode
  id: Generated<number>
  entry: Buffer
  labels: string[]
  salts: Buffer[]
}

export type Mandate = {
  id: string
  personId: string
  orgCode: OrgCode
  role: string
  title: string | null
  fromOn: Day
  toOn: Day | null
  madeAt: Date
  madeBy: string | null
}

export type Matter = {
  id: string
  orgCode: OrgCode
  caseNumber: string
  title: string
  madeAt: Date
}

export type Migration = {
  name: string
  appliedAt: Generated<Date>
}

export type Organisation = {
  code: OrgCode
  kind: string
  name: string
  shortName: string
  sortOrder: number
  countyCode: string | null
  countyLetter: string | null
  organisationNumber: string | null
  seat: string | null
  municipality: Generated<boolean>
  hostOrg: OrgCode | null
}

export type OrganisationAddress = {
  id: string
  orgCode: OrgCode
  purpose: string
  address: string
  fromOn: Day
  toOn: Day | null
  setAt: Date | null
  setBy: string | null
  confirmedAt: Date | null
  confirmedHow: string | null
  confirmedBy: string | null
}

export type OutgoingMail = {
  id: string
  orgCode: OrgCode
  messageId: string
  purpose: string
  toName: string
  toAddress: string
  toOrg: OrgCode | null
  objectId: string | null
  subject: string
  textBody: string
  htmlBody: string
  attachments: Generated<unknown>
  madeAt: Date
  attemptedAt: Date | null
  attempts: Generated<number>
  acceptedAt: Date | null
  uncertain: Generated<boolean>
  failedAt: Date | null
  failure: string | null
  givenUpAt: Date | null
  givenUpBy: string | null
  givenUpReason: string | null
}

export type Passage = {
  id: string
  replyId: string
  senderOrg: OrgCode
  sectionId: string | null
  questionId: string | null
  stance: string | null
  text: string
  madeAt: Date
  madeBy: string
  removedAt: Date | null
}

export type Person = {
  id: string
  name: string
  email: string
  phone: string | null
  version: Generated<number>
  madeAt: Date
  endedAt: Date | null
}

export type Question = {
  id: string
  dispatchId: string
  senderOrg: OrgCode
  position: number
  definition: unknown
}

export type Recipient = {
  id: string
  dispatchId: string
  senderOrg: OrgCode
  orgCode: OrgCode
  address: string | null
  addedAt: Date
  deliveredAt: Date | null
  bouncedAt: Date | null
  openedAt: Date | null
  openedBy: string | null
  receivedAt: Date | null
  receivedBy: string | null
  receivedHow: string | null
  draftingAt: Date | null
  decidedAt: Date | null
  answeredAt: Date | null
  answeredHow: string | null
  confirmedAt: Date | null
  replyId: string | null
  extendedTo: Day | null
  extendedAt: Date | null
  extendedBy: string | null
  remindedAt: Date | null
  reminders: Generated<number>
}

export type RecipientCaseNumber = {
  recipientId: string
  orgCode: OrgCode
  senderOrg: OrgCode
  caseNumber: string
  addedAt: Date
  addedBy: string | null
  removedAt: Date | null
  removedBy: string | null
}

export type RegisterEntry = {
  id: string
  orgCode: OrgCode
  direction: string
  occurredAt: Date
  counterpartOrg: OrgCode | null
  title: string
  caseNumber: string | null
  counterpartCaseNumber: string | null
  document: string
  objectId: string
  registeredAt: Date | null
  registeredBy: string | null
}

export type Reminder = {
  id: string
  dispatchId: string
  senderOrg: OrgCode
  orgs: OrgCode[]
  subject: string
  text: string
  madeAt: Date
  madeBy: string | null
}

export type Reply = {
  id: string
  recipientId: string
  dispatchId: string
  orgCode: OrgCode
  senderOrg: OrgCode
  number: string
  form: string
  channel: string
  relation: string
  earlierId: string | null
  content: string
  contentSha256: Buffer
  handedInAt: Date
  handedInBy: string
  enteredByOrg: OrgCode
  receivedOn: Day | null
  codedAt: Date | null
  confirmedAt: Date | null
  confirmedBy: string | null
  class: Generated<ClassCode>
  secrecyProvision: string | null
  secrecyDate: Day | null
  secrecyAuthority: string | null
}

export type ReplyFile = {
  replyId: string
  position: number
  orgCode: OrgCode
  senderOrg: OrgCode
  fileOrg: OrgCode
  sha256: Buffer
  name: string
  size: number
  mediaType: string
  role: string
}

export type Section = {
  id: string
  dispatchId: string
  senderOrg: OrgCode
  position: number
  number: Generated<string>
  heading: string
  blocks: unknown
  originSectionId: string | null
}

export type Session = {
  id: string
  tokenHash: Buffer
  personId: string
  madeAt: Date
  seenAt: Date
  expiresAt: Date
  endedAt: Date | null
  signedInBy: string
}

export type SignInCode = {
  id: string
  email: string
  codeHash: Buffer
  madeAt: Date
  expiresAt: Date
  usedAt: Date | null
  wrongTries: Generated<number>
}

export type SignInLink = {
  tokenHash: Buffer
  purpose: string
  personId: string | null
  madeAt: Date
  expiresAt: Date
  usedAt: Date | null
}

export type SlotEvent = {
  id: string
  recipientId: string
  orgCode: OrgCode
  senderOrg: OrgCode
  at: Date
  what: string
  personId: string | null
  actingOrg: OrgCode
  detail: string | null
}

export type StoredFile = {
  orgCode: OrgCode
  sha256: Buffer
  size: number
  mediaType: string
  class: Generated<ClassCode>
  storedAt: Date
}

export type UpkeepRun = {
  id: string
  kind: string
  startedAt: Date
  endedAt: Date
  ok: boolean
  detail: Generated<unknown>
}

export type DB = {
  areaMember: AreaMember
  commandKey: CommandKey
  correction: Correction
  dispatch: Dispatch
  dispatchFile: DispatchFile
  draftField: DraftField
  fileChunk: FileChunk
  installation: Installation
  journalCheckpoint: JournalCheckpoint
  journalCommitment: JournalCommitment
  journalHead: JournalHead
  journalKey: JournalKey
  journalLeaf: JournalLeaf
  journalObject: JournalObject
  journalTimestamp: JournalTimestamp
  journalWaiting: JournalWaiting
  mandate: Mandate
  matter: Matter
  migration: Migration
  organisation: Organisation
  organisationAddress: OrganisationAddress
  outgoingMail: OutgoingMail
  passage: Passage
  person: Person
  question: Question
  recipient: Recipient
  recipientCaseNumber: RecipientCaseNumber
  registerEntry: RegisterEntry
  reminder: Reminder
  reply: Reply
  replyFile: ReplyFile
  section: Section
  session: Session
  signInCode: SignInCode
  signInLink: SignInLink
  slotEvent: SlotEvent
  storedFile: StoredFile
  upkeepRun: UpkeepRun
}
