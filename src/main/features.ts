import { noteAccepted, noteRefused } from '../features/dispatches/jobs.ts'
import { dispatchesRoutes } from '../features/dispatches/routes.ts'
import { dispatchesProblems } from '../features/dispatches/texts-problems.ts'
import { mattersRoutes } from '../features/matters/routes.ts'
import { mattersProblems } from '../features/matters/texts.ts'
import { organisationsPages } from '../features/organisations/pages.tsx'
import { organisationsRoutes } from '../features/organisations/routes.ts'
import { organisationsProblems } from '../features/organisations/texts.ts'
import { proofsRoutes } from '../features/proofs/routes.ts'
import { journalRoutes } from '../features/proofs/routes-journal.ts'
import { proofsProblems } from '../features/proofs/texts.ts'
import { repliesRoutes } from '../features/replies/routes.ts'
import { repliesProblems } from '../features/replies/texts.ts'
import { upkeepRoutes } from '../features/upkeep/routes.ts'
import { upkeepProblems } from '../features/upkeep/texts.ts'
import type { JobHandler } from '../platform/jobs.ts'
import type { OnAccepted, OnRefused } from '../platform/mail.ts'
import type { Route } from '../platform/http.ts'
import type { Pages } from '../platform/pages.ts'
import { platformProblems } from '../platform/texts-http.ts'
import type { Sentences } from '../platform/problems.ts'

/** Everything the features put on the server. Sorted by feature, so that two new ones do not collide. */
export const routes: readonly Route[] = [
  ...dispatchesRoutes,
  ...mattersRoutes,
  ...organisationsRoutes,
  ...proofsRoutes,
  ...journalRoutes,
  ...repliesRoutes,
  ...upkeepRoutes,
]

/** Plain server HTML: sign-in, print, public pages. */
export const pages: readonly Pages[] = [organisationsPages]

export const jobHandlers: readonly JobHandler[] = []

/** What features note when the mail server has taken a letter of theirs. */
export const onMailAccepted: readonly OnAccepted[] = [noteAccepted]

/** And when it has refused one for good. */
export const onMailFailed: readonly OnRefused[] = [noteRefused]

/** A Swedish sentence per problem code; each feature owns its own. */
export const problems: Sentences = {
  ...platformProblems,
  ...dispatchesProblems,
  ...mattersProblems,
  ...organisationsProblems,
  ...proofsProblems,
  ...repliesProblems,
  ...upkeepProblems,
}
