import type { Role } from '../src/lib/actor.ts'

/** Which roles come in at a route, by the kind of organisation they act for. A kind that is not there: nobody. */
export type LetsIn = { secretariat?: readonly Role[]; region?: readonly Role[]; area?: readonly Role[] }

/** The roles that can be held in each kind of organisation; authorities and associations are as areas. */
export const HELD: Required<LetsIn> = {
  secretariat: ['secretariat-officer', 'secretariat-head', 'registrar', 'reader', 'operator'],
  region: ['registrar', 'regional-officer', 'endorser', 'reader'],
  area: ['reader'],
}

const officer = ['secretariat-officer', 'secretariat-head'] as const
const desk = ['registrar', 'regional-officer', 'endorser'] as const

const everybody: LetsIn = HELD
const sends: LetsIn = { secretariat: officer }
const seesSent: LetsIn = { secretariat: [...officer, 'registrar', 'reader'] }
const answers: LetsIn = { region: desk }
const seesDesk: LetsIn = { region: [...desk, 'reader'], area: ['reader'] }
const seesBothWays: LetsIn = { ...seesSent, ...seesDesk }
const runs: LetsIn = { secretariat: ['operator'] }
const allPersons: LetsIn = { secretariat: ['operator', 'secretariat-head'] }
const ownPersons: LetsIn = { ...allPersons, region: ['registrar', 'regional-officer'] }
const addresses: LetsIn = { secretariat: [...officer, 'registrar', 'operator'], region: ['registrar', 'regional-officer'] }

/**
 * Who may come in at every route, said once more and apart from the gates: a gate that is changed by mistake does not agree
 * with its row, and a route without a row stops the build. Which dispatch, answer or person it is about, each feature's own
 * tests ask.
 */
export const ACCESS: Record<string, LetsIn> = {
  // dispatches
  'GET /api/:org/matrix': seesSent,
  'GET /api/:org/dispatch-drafts': seesSent,
  'POST /api/:org/dispatches': sends,
  'GET /api/:org/dispatches/:dispatchId': seesSent,
  'GET /api/:org/dispatches/:dispatchId/head': seesBothWays,
  'POST /api/:org/dispatches/:dispatchId/save': sends,
  'POST /api/:org/dispatches/:dispatchId/remove': sends,
  'POST /api/:org/dispatches/:dispatchId/files': sends,
  'POST /api/:org/dispatches/:dispatchId/files/:fileId/remove': sends,
  'GET /api/:org/dispatches/:dispatchId/files/:fileId': seesBothWays,
  'GET /api/:org/dispatches/:dispatchId/document': seesBothWays,
  'GET /api/:org/dispatches/:dispatchId/preview': seesSent,
  'POST /api/:org/dispatches/:dispatchId/send': sends,
  'POST /api/:org/dispatches/:dispatchId/corrections': sends,
  'POST /api/:org/dispatches/:dispatchId/recall': sends,
  'POST /api/:org/dispatches/:dispatchId/close': sends,
  'POST /api/:org/dispatches/:dispatchId/recipients/:slotOrg/extend': sends,
  'GET /api/:org/dispatches/:dispatchId/recipients/:slotOrg': seesSent,
  'POST /api/:org/dispatches/:dispatchId/recipients/:slotOrg/receipt': sends,
  'GET /api/:org/dispatches/:dispatchId/reminder': sends,
  'POST /api/:org/dispatches/:dispatchId/remind': sends,
  'POST /api/:org/dispatches/:dispatchId/recipients/:slotOrg/resend': sends,
  'GET /api/:org/mail': { secretariat: [...officer, 'registrar', 'operator'], region: ['registrar'] },
  'GET /api/:org/mail/:mailId': { secretariat: [...officer, 'registrar', 'operator'], region: ['registrar'] },
  'GET /api/:org/register': seesSent,
  'POST /api/:org/register/:entryId/registered': { secretariat: ['registrar'] },
  'POST /api/:org/register/:entryId/unregistered': { secretariat: ['registrar'] },
  'POST /api/:org/inbox/:dispatchId/open': seesDesk,
  'POST /api/:org/inbox/:dispatchId/receipt': answers,
  'POST /api/:org/inbox/:dispatchId/case-numbers/remove': answers,
  'GET /api/:org/dispatches/:dispatchId/counts': seesBothWays,

  // matters
  'POST /api/:org/files': { secretariat: [...officer, 'registrar', 'operator'], region: desk },

  // organisations
  'GET /api/:org/me': everybody,
  'GET /api/:org/persons': ownPersons,
  'POST /api/:org/persons': ownPersons,
  'POST /api/:org/persons/:personId/change': allPersons,
  'POST /api/:org/persons/:personId/end': allPersons,
  'POST /api/:org/persons/:personId/mandates': ownPersons,
  'POST /api/:org/mandates/:mandateId/end': ownPersons,
  'GET /api/:org/addresses': addresses,
  'POST /api/:org/addresses/:addressOrg': addresses,
  'POST /api/:org/addresses/:addressOrg/confirm': addresses,

  // proofs
  'GET /api/:org/replies/:replyId/receipt': seesBothWays,
  'GET /api/:org/dispatches/:dispatchId/receipt': seesBothWays,
  'GET /api/:org/dispatches/:dispatchId/corrections/:number/receipt': seesBothWays,
  'GET /api/:org/dispatches/:dispatchId/sending-list': seesSent,
  'GET /api/:org/journal': everybody,
  'GET /api/:org/journal/entries': everybody,
  'POST /api/:org/journal/doubts': everybody,
  'GET /api/:org/journal/timestamp': everybody,
  'GET /api/:org/journal/bundle': { secretariat: ['secretariat-head', 'registrar'], region: desk },

  // replies
  'GET /api/:org/inbox': seesDesk,
  'GET /api/:org/inbox/:dispatchId': seesDesk,
  'GET /api/:org/inbox/:dispatchId/draft': seesDesk,
  'POST /api/:org/inbox/:dispatchId/draft/fields': answers,
  'POST /api/:org/inbox/:dispatchId/draft/clear': answers,
  'POST /api/:org/inbox/:dispatchId/decided': answers,
  'POST /api/:org/inbox/:dispatchId/hand-in': answers,
  'POST /api/:org/replies/:replyId/confirm': answers,
  'GET /api/:org/replies/:replyId': seesBothWays,
  'GET /api/:org/replies/:replyId/copy': seesBothWays,
  'GET /api/:org/replies/:replyId/files/:position': seesBothWays,
  'GET /api/:org/uncoded-replies': seesSent,
  'GET /api/:org/dispatches/:dispatchId/replies': seesSent,
  'POST /api/:org/dispatches/:dispatchId/on-behalf': sends,
  'POST /api/:org/replies/:replyId/passages': sends,
  'POST /api/:org/replies/:replyId/passages/:passageId/remove': sends,
  'POST /api/:org/replies/:replyId/coded': sends,
  'GET /api/:org/dispatches/:dispatchId/compilation': seesSent,

  // upkeep
  'GET /api/:org/upkeep': runs,
  'POST /api/:org/upkeep/letters/:mailId/retry': runs,
  'POST /api/:org/upkeep/letters/:mailId/give-up': runs,
  'GET /api/:org/upkeep/journal': { secretariat: HELD.secretariat },
}

/** Addresses that answer without a session: plain pages, the contract, health. What each does is its feature's to test. */
export const WITHOUT_SESSION: readonly string[] = [
  'GET /',
  'GET /api/openapi.json',
  'GET /forsta/:token',
  'GET /health/live',
  'GET /health/ready',
  'GET /hjalp',
  'GET /logga-in',
  'GET /logga-in/kod',
  'GET /logga-ut',
  'GET /om',
  'GET /static/*',
  'GET /tillbaka/:token',
  'GET /tillganglighet',
  'POST /forsta/:token',
  'POST /logga-in',
  'POST /logga-in/demo',
  'POST /logga-in/kod',
  'POST /logga-ut',
  'POST /tillbaka/:token',
]
