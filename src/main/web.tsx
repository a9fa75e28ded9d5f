import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { readsDispatches, readsLedger, readsRegister } from '../features/dispatches/access.ts'
import { managesPersons, seesAddresses } from '../features/organisations/access.ts'
import { organisationsApi } from '../features/organisations/contract.ts'
import { readsDesk } from '../features/replies/access.ts'
import { keepsRunning } from '../features/upkeep/access.ts'
import type { Gate } from '../lib/actor.ts'
import { type OrgCode, SECRETARIAT } from '../lib/regions.ts'
import { startAutosaves } from '../web/autosave.ts'
import { call, isApiProblem } from '../web/client.ts'
import { BareFrame, Layout, type NavWord } from '../web/Layout.tsx'
import { homeOf, orgOf, paths } from '../web/paths.ts'
import { Fault, makeQueryClient, readKey } from '../web/queries.tsx'
import { go, page, type Place, Router, startRouter } from '../web/router.tsx'
import { type Me, MeProvider } from '../web/session.tsx'
import { texts } from '../web/texts.ts'
import { Link } from '../web/ui/Link.tsx'
import { ErrorBoundary } from '../web/ui/ErrorBoundary.tsx'
import { NotFound } from '../web/ui/NotFound.tsx'

declare const APP_VERSION: string

/** Every page: its address, its name, its file. The first that fits is shown. */
const routes = [
  page('/kansli', 'SecretariatStart', () => import('./web-start.tsx')),
  page('/kansli/utskick', 'MatrixPage', () => import('../features/dispatches/web/MatrixPage.tsx')),
  page('/kansli/utskick/ny', 'NewDispatchPage', () => import('../features/dispatches/web/NewDispatchPage.tsx')),
  page('/kansli/utskick/:dispatchId', 'DispatchPage', () => import('../features/dispatches/web/DispatchPage.tsx')),
  page('/kansli/utskick/:dispatchId/redigera', 'EditDispatchPage', () => import('../features/dispatches/web/EditDispatchPage.tsx')),
  page('/kansli/utskick/:dispatchId/kontrollera', 'CheckDispatchPage', () => import('../features/dispatches/web/CheckDispatchPage.tsx')),
  page('/kansli/utskick/:dispatchId/paminn', 'RemindPage', () => import('../features/dispatches/web/RemindPage.tsx')),
  page('/kansli/utskick/:dispatchId/rattelse', 'CorrectPage', () => import('../features/dispatches/web/CorrectPage.tsx')),
  page('/kansli/utskick/:dispatchId/avsluta', 'ClosePage', () => import('../features/replies/web/ClosePage.tsx')),
  page('/kansli/utskick/:dispatchId/svar/:replyId', 'ReplyPage', () => import('../features/replies/web/ReplyPage.tsx')),
  page('/kansli/utskick/:dispatchId/inkommet/:slotOrg', 'OnBehalfPage', () => import('../features/replies/web/OnBehalfPage.tsx')),
  page('/kansli/utgaende', 'OutgoingPage', () => import('../features/dispatches/web/OutgoingPage.tsx')),
  page('/kansli/utgaende/:mailId', 'LetterPage', () => import('../features/dispatches/web/LetterPage.tsx')),
  page('/kansli/diarium', 'RegisterPage', () => import('../features/replies/web/RegisterPage.tsx')),
  page('/kansli/personer', 'PersonsPage', () => import('../features/organisations/web/PersonsPage.tsx')),
  page('/kansli/adresser', 'AddressesPage', () => import('../features/organisations/web/AddressesPage.tsx')),
  page('/kansli/journal', 'JournalPage', () => import('../features/proofs/web/JournalPage.tsx')),
  page('/kansli/drift', 'DriftPage', () => import('../features/upkeep/web/DriftPage.tsx')),
  page('/r/:org', 'RegionPage', () => import('../features/replies/web/RegionPage.tsx')),
  page('/r/:org/utskick/:dispatchId', 'ReceivedPage', () => import('../features/replies/web/ReceivedPage.tsx')),
  page('/r/:org/utskick/:dispatchId/svara', 'AnswerPage', () => import('../features/replies/web/AnswerPage.tsx')),
  page('/r/:org/utskick/:dispatchId/kontrollera', 'CheckAnswerPage', () => import('../features/replies/web/CheckAnswerPage.tsx')),
  page('/r/:org/utskick/:dispatchId/kvittens/:replyId', 'ReceiptPage', () => import('../features/replies/web/ReceiptPage.tsx')),
  page('/r/:org/utskick/:dispatchId/svar/:replyId', 'ReplyPage', () => import('../features/replies/web/ReplyPage.tsx')),
  page('/r/:org/personer', 'PersonsPage', () => import('../features/organisations/web/PersonsPage.tsx')),
  page('/r/:org/journal', 'JournalPage', () => import('../features/proofs/web/JournalPage.tsx')),
  page('/r/:org/adresser', 'AddressesPage', () => import('../features/organisations/web/AddressesPage.tsx')),
]

type Word = NavWord & { gate: Gate }
const officeWords: readonly Word[] = [
  { href: paths.secretariat(), text: texts.nav.secretariat, gate: readsDispatches },
  { href: paths.matrix(), text: texts.nav.matrix, gate: readsDispatches },
  { href: paths.outgoing(), text: texts.nav.outgoing, gate: readsLedger },
  { href: paths.register(), text: texts.nav.register, gate: readsRegister },
  { href: paths.secretariatPersons(), text: texts.nav.persons, gate: managesPersons },
  { href: paths.secretariatAddresses(), text: texts.nav.addresses, gate: seesAddresses },
  { href: paths.upkeep(), text: texts.nav.upkeep, gate: keepsRunning },
]
const regionWords = (org: OrgCode): readonly Word[] => [
  { href: paths.region(org), text: texts.nav.region, gate: readsDesk },
  { href: paths.regionPersons(org), text: texts.nav.persons, gate: managesPersons },
  { href: paths.regionAddresses(org), text: texts.nav.addresses, gate: seesAddresses },
]

/** The words of the main menu that the server will not refuse. */
function navOf({ person, acting }: Me): readonly Word[] {
  const actor = { personId: person.id, name: person.name, org: acting.org, orgKind: acting.kind, roles: acting.roles }
  const words = acting.org === SECRETARIAT ? officeWords : regionWords(acting.org)
  return words.filter(({ gate }) => gate.allows(actor))
}

const queryClient = makeQueryClient()

/** Who is signed in, acting for the address's organisation. */
const meQuery = (org: OrgCode) => ({
  queryKey: readKey(org, organisationsApi.me),
  queryFn: () => call(organisationsApi.me, { org }),
  staleTime: 5 * 60_000,
})

function App({ place }: { place: Place }) {
  useFocusOnNewPage(place.path)
  const org = orgOf(place.path)
  return org === undefined ? <Nowhere /> : <OrgFrame key={org} org={org} place={place} />
}

function OrgFrame({ org, place }: { org: OrgCode; place: Place }) {
  const { data: me, error, refetch } = useQuery(meQuery(org))
  // Some have nothing to do on the first page, as whoever runs the installation: she starts at her own first word.
  const first = me && navOf(me)[0]?.href
  const isElsewhere = place.path === homeOf(org) && first !== undefined && first !== place.path
  useEffect(() => {
    if (isElsewhere) go(first, 'replace')
  }, [isElsewhere, first])
  const witness = useWitness()
  const isSignedOut = !me && isApiProblem(error) && error.status === 401
  useEffect(() => {
    if (isSignedOut) location.assign(paths.signIn(location.pathname + location.search))
  }, [isSignedOut])
  if (!me) return <BareFrame>{error && !isSignedOut ? <Fault error={error} onRetry={refetch} /> : null}</BareFrame>
  const nav = navOf(me)
  const recheck = async () => (await refetch()).isSuccess
  return (
    <MeProvider me={me}>
      <Layout me={me} nav={nav} version={APP_VERSION} recheck={recheck} journal={journalParts(org, witness)}>
        <ErrorBoundary key={place.path}>{place.page ? <place.page.Page /> : <NotFound />}</ErrorBoundary>
      </Layout>
    </MeProvider>
  )
}

type Witness = typeof import('../features/proofs/web/Witness.tsx')

/** What watches the journal comes when the page stands and nobody waits for it. */
function useWitness(): Witness | undefined {
  const [witness, setWitness] = useState<Witness>()
  useEffect(() => {
    // Without it nothing is lost but the watching: the next visit tries again.
    const fetchIt = () => void import('../features/proofs/web/Witness.tsx').then(setWitness, () => undefined)
    const timer = setTimeout(() => ('requestIdleCallback' in window ? requestIdleCallback(fetchIt) : fetchIt()), 500)
    return () => clearTimeout(timer)
  }, [])
  return witness
}

function journalParts(org: OrgCode, witness: Witness | undefined): { notice: ReactNode; line: ReactNode } {
  return witness
    ? { notice: <witness.WitnessNotice />, line: <witness.WitnessLine /> }
    : { notice: null, line: <Link href={paths.journal(org)}>{texts.journal}</Link> }
}

function Nowhere() {
  return (
    <BareFrame>
      <NotFound />
    </BareFrame>
  )
}

/** A new page is told to those who do not see it: its title takes focus. Not at the first page, where the browser does it. */
function useFocusOnNewPage(path: string): void {
  const before = useRef(path)
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    const place = document.getElementById('title') ?? document.getElementById('content')
    place?.focus({ preventScroll: true })
  }, [path])
}

startAutosaves()
await startRouter({
  routes,
  prepare: async (path) => {
    const org = orgOf(path)
    // Prefetching never throws: what went wrong is shown by the frame.
    if (org !== undefined) await queryClient.prefetchQuery(meQuery(org))
  },
})
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <Router>{(place) => <App place={place} />}</Router>
  </QueryClientProvider>,
)
