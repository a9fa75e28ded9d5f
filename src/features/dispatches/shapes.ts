import * as z from 'zod/mini'
import { Block, SectionText } from '../../lib/blocks.ts'
import { ClassCode } from '../../lib/class.ts'
import { Day } from '../../lib/day.ts'
import { Instant } from '../../lib/instant.ts'
import { OrgCode } from '../../lib/regions.ts'
import { Question } from './shapes-questions.ts'

/** Kinds that are offered. The table knows more (design 4); each new one gets a definition in rules-kinds.ts. */
export const KINDS = ['information', 'consultation', 'survey'] as const
export const Kind = z.enum(KINDS)
export type Kind = (typeof KINDS)[number]

const Person = z.object({ id: z.string(), name: z.string() })

/** When recipients may read each other's handed-in answers. */
export const OTHERS_VISIBLE = ['at-once', 'after-last-day', 'no'] as const
export const OthersVisible = z.enum(OTHERS_VISIBLE)
export type OthersVisible = (typeof OTHERS_VISIBLE)[number]

export const RecipientChoice = z.strictObject({
  choice: z.enum(['all-regions', 'area', 'picked']),
  /** The area's code for `area`, the organisations' for `picked`, nothing for `all-regions`. */
  orgs: z.array(OrgCode).check(z.maxLength(60)),
})
export type RecipientChoice = z.infer<typeof RecipientChoice>

export const Contact = z.strictObject({
  name: z.string().check(z.maxLength(200)),
  email: z.string().check(z.maxLength(254)),
  phone: z.string().check(z.maxLength(40)),
})
export type Contact = z.infer<typeof Contact>

/** The sender's warning (OSL 5:5): provision, date and authority. Not a decision. */
export const SecrecyMarking = z.strictObject({
  provision: z.string().check(z.minLength(1), z.maxLength(200)),
  date: Day,
  authority: z.string().check(z.minLength(1), z.maxLength(200)),
})
export type SecrecyMarking = z.infer<typeof SecrecyMarking>

const Text = (most: number) => z.string().check(z.maxLength(most))

/** A section as it is being written: it may stand without number and heading until the utskick is sent. */
const WrittenSection = z.strictObject(SectionText.def.shape)

/** What the secretariat writes, whole, as it is saved. Nothing in it is required until it is sent. */
export const DispatchContent = z.strictObject({
  kind: Kind,
  title: Text(200),
  caseNumber: z.nullable(Text(60)),
  class: ClassCode,
  secrecy: z.nullable(SecrecyMarking),
  coveringLetter: z.array(Block),
  contact: Contact,
  /** Förslag till fördelning: which function in the region this is for. */
  suggestedFunction: Text(200),
  personalData: z.boolean(),
  lastDay: z.nullable(Day),
  othersVisible: OthersVisible,
  recipients: RecipientChoice,
  sections: z.array(WrittenSection),
  questions: z.array(Question).check(z.maxLength(200)),
})
export type DispatchContent = z.infer<typeof DispatchContent>

/** The same as it comes from the browser. The rules judge the texts, so that a refusal says what is wrong with them. */
export const WrittenContent = z.strictObject({ ...DispatchContent.def.shape, coveringLetter: z.unknown(), sections: z.unknown() })
export type WrittenContent = z.infer<typeof WrittenContent>

/** A file of an utskick. `number` is its bilaga number; one that has been replaced stays, and says by which. */
export const DispatchFile = z.object({
  id: z.string(),
  name: z.string(),
  size: z.int(),
  mediaType: z.string(),
  sha256: z.string(),
  role: z.enum(['original', 'attachment']),
  position: z.int(),
  replacesId: z.nullable(z.string()),
  correctionId: z.nullable(z.string()),
  addedAt: Instant,
})
export type DispatchFile = z.infer<typeof DispatchFile>

/** A file that the acting organisation has uploaded, to be attached. `replacesId` is the file whose place it takes. */
export const NewFile = z.strictObject({
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  role: z.enum(['original', 'attachment']),
  replacesId: z.nullable(z.uuid()),
})
export type NewFile = z.infer<typeof NewFile>

/** Rättelse: what changed, for all recipients; the old stays. */
export const Correction = z.object({
  id: z.string(),
  number: z.int(),
  text: z.string(),
  oldLastDay: z.nullable(Day),
  newLastDay: z.nullable(Day),
  madeAt: Instant,
})
export type Correction = z.infer<typeof Correction>

/** The head of an utskick, as both sides see it: facts with dates. About a kilobyte. */
export const DispatchHead = z.object({
  id: z.string(),
  senderOrg: OrgCode,
  kind: Kind,
  title: z.string(),
  caseNumber: z.nullable(z.string()),
  class: ClassCode,
  secrecy: z.nullable(SecrecyMarking),
  contact: Contact,
  suggestedFunction: z.string(),
  personalData: z.boolean(),
  lastDay: z.nullable(Day),
  othersVisible: OthersVisible,
  version: z.int(),
  sentAt: z.nullable(Instant),
  closedAt: z.nullable(Instant),
  recalledAt: z.nullable(Instant),
  recallReason: z.nullable(z.string()),
})
export type DispatchHead = z.infer<typeof DispatchHead>

/** All facts of one organisation's slot. The state is worked out in rules.ts. */
export const RecipientFacts = z.object({
  id: z.string(),
  org: OrgCode,
  address: z.nullable(z.string()),
  addedAt: Instant,
  deliveredAt: z.nullable(Instant),
  bouncedAt: z.nullable(Instant),
  openedAt: z.nullable(Instant),
  receivedAt: z.nullable(Instant),
  receivedHow: z.nullable(z.enum(['platform', 'mail', 'automatic-reply', 'telephone', 'letter'])),
  draftingAt: z.nullable(Instant),
  decidedAt: z.nullable(Instant),
  answeredAt: z.nullable(Instant),
  /** By which door the answer that counts now came. */
  answeredHow: z.nullable(z.enum(['platform', 'mail', 'letter'])),
  /** When the region said that an answer entered on its behalf is its own. */
  confirmedAt: z.nullable(Instant),
  replyId: z.nullable(z.string()),
  extendedTo: z.nullable(Day),
  extendedAt: z.nullable(Instant),
  remindedAt: z.nullable(Instant),
  reminders: z.int(),
})
export type RecipientFacts = z.infer<typeof RecipientFacts>

/** One line of a slot's history: what, when, who (a person's name, or null for the system). */
export const SlotEvent = z.object({
  at: Instant,
  what: z.enum([
    'sent',
    'delivered',
    'bounced',
    'opened',
    'received',
    'case-number',
    'case-number-removed',
    'drafting',
    'decided',
    'undecided',
    'answered',
    'replaced',
    'completed',
    'entered-on-behalf',
    'confirmed',
    'extended',
    'reminded',
    'corrected',
    'recalled',
  ]),
  who: z.nullable(z.string()),
  /** A number, day or channel that belongs to it, ready to be put in a sentence. */
  detail: z.nullable(z.string()),
})
export type SlotEvent = z.infer<typeof SlotEvent>

/** The matrix's cell: just what is needed to show a sign and a word. */
export const SlotCell = z.object({
  org: OrgCode,
  delivered: z.boolean(),
  bounced: z.boolean(),
  received: z.boolean(),
  drafting: z.boolean(),
  decided: z.boolean(),
  answeredOn: z.nullable(Day),
  extendedTo: z.nullable(Day),
  byOtherDoor: z.boolean(),
  unconfirmed: z.boolean(),
})
export type SlotCell = z.infer<typeof SlotCell>

export const MatrixRow = z.object({
  id: z.string(),
  kind: Kind,
  title: z.string(),
  caseNumber: z.nullable(z.string()),
  lastDay: z.nullable(Day),
  sentAt: z.nullable(Instant),
  closedAt: z.nullable(Instant),
  recalledAt: z.nullable(Instant),
  asked: z.int(),
  answered: z.int(),
  slots: z.array(SlotCell),
})
export type MatrixRow = z.infer<typeof MatrixRow>

/** What the sender sees of its own utskick. */
export const DispatchForSender = z.object({
  head: DispatchHead,
  content: DispatchContent,
  files: z.array(DispatchFile),
  corrections: z.array(Correction),
  recipients: z.array(RecipientFacts),
  madeBy: Person,
  changedAt: Instant,
})
export type DispatchForSender = z.infer<typeof DispatchForSender>

/** A letter as it will be, or was, sent. Bodies say the same. */
export const LetterView = z.object({
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  attachments: z.array(z.object({ name: z.string(), size: z.int(), attached: z.boolean() })),
})
export type LetterView = z.infer<typeof LetterView>

/** A line of the ledger of outgoing mail. */
export const LedgerLine = z.object({
  id: z.string(),
  purpose: z.string(),
  toName: z.string(),
  toAddress: z.string(),
  toOrg: z.nullable(OrgCode),
  subject: z.string(),
  madeAt: Instant,
  attemptedAt: z.nullable(Instant),
  attempts: z.int(),
  acceptedAt: z.nullable(Instant),
  uncertain: z.boolean(),
  failedAt: z.nullable(Instant),
  failure: z.nullable(z.string()),
})
export type LedgerLine = z.infer<typeof LedgerLine>

/** What tells one answer from another in the register, and its own files, by their place in the answer. */
const RegisteredReply = z.object({
  number: z.string(),
  relation: z.enum(['first', 'replaces', 'completes']),
  earlierNumber: z.nullable(z.string()),
  files: z.array(
    z.object({ position: z.int(), name: z.string(), size: z.int(), role: z.enum(['own-statement', 'attachment', 'original']) }),
  ),
})

/** What arrived or left at the host authority, ready to be copied into its register. */
export const RegisterEntry = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  occurredAt: Instant,
  counterpartOrg: z.nullable(OrgCode),
  title: z.string(),
  caseNumber: z.nullable(z.string()),
  counterpartCaseNumber: z.nullable(z.string()),
  document: z.enum(['dispatch', 'reply', 'correction', 'recall', 'reminder']),
  objectId: z.string(),
  /** The utskick it belongs to. */
  dispatchId: z.nullable(z.string()),
  reply: z.nullable(RegisteredReply),
  registeredAt: z.nullable(Instant),
  registeredBy: z.nullable(z.string()),
})
export type RegisterEntry = z.infer<typeof RegisterEntry>
