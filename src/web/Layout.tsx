import { type ReactNode, useState } from 'react'
import { findRegion, OTHER_ORGANISATIONS, SECRETARIAT } from '../lib/regions.ts'
import { homeOf, paths } from './paths.ts'
import type { Mandate, Me } from './session.tsx'
import { useReadOnly } from './read-only.ts'
import { usePlace } from './router.tsx'
import { useSessionLost } from './session-lost.ts'
import { texts } from './texts.ts'
import { Button } from './ui/Button.tsx'
import { Link, LinkButton } from './ui/Link.tsx'
import { Mark } from './ui/Mark.tsx'
import { Notice, SkipLink } from './ui/Notice.tsx'
import { Menu } from './ui/Small.tsx'

/** One word of the main menu. */
export type NavWord = { href: string; text: string }

type LayoutProps = {
  me: Me
  nav: readonly NavWord[]
  version: string
  /** Asks the server again whether one is signed in. */
  recheck: () => Promise<boolean>
  /** What is said above every page, and the word at its foot, of how the journal fares. */
  journal: { notice: ReactNode; line: ReactNode }
  children: ReactNode
}

/** The common frame: one bar, the page, the footer. */
export function Layout({ me, nav, version, recheck, journal, children }: LayoutProps) {
  return (
    <>
      <SkipLink />
      {me.installation.demo && (
        <aside className="demo-banner" aria-label={texts.demo}>
          {texts.demoBanner}
        </aside>
      )}
      <header className="bar">
        <Link href={homeOf(me.acting.org)} className="product">
          <Mark />
          {texts.product}
        </Link>
        <MainNav nav={nav} />
        <div className="who">
          <ActingSwitch me={me} />
          <span className="person">{me.person.name}</span>
          <form method="post" action={paths.signOut()}>
            <button className="button quiet small" type="submit">
              {texts.signOut}
            </button>
          </form>
        </div>
      </header>
      <ReadOnlyBanner />
      <SessionLostNotice recheck={recheck} />
      {journal.notice}
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <p>{texts.classWarning}</p>
        <nav aria-label={texts.footerNav}>
          {journal.line}
          <a href={paths.accessibility()}>{texts.accessibility}</a>
          <a href={paths.about()}>{texts.about}</a>
          <a href={paths.help()}>{texts.help}</a>
          <span>{texts.version(version)}</span>
        </nav>
      </footer>
    </>
  )
}

/** The frame before one knows who asks, and for addresses that belong to nobody. */
export function BareFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <header className="bar">
        <a href="/" className="product">
          <Mark />
          {texts.product}
        </a>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <p>{texts.classWarning}</p>
      </footer>
    </>
  )
}

/** Always there, so that its words are read aloud when they come. */
function ReadOnlyBanner() {
  const isReadOnly = useReadOnly()
  return <div role="status">{isReadOnly && <p className="read-only-banner">{texts.readOnlyBanner}</p>}</div>
}

function MainNav({ nav }: { nav: readonly NavWord[] }) {
  const { path } = usePlace()
  // The longest address that the page lies under is where one is.
  const here = nav
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .sort((one, other) => other.href.length - one.href.length)[0]
  return (
    <nav className="main-nav" aria-label={texts.mainNav}>
      {nav.map(({ href, text }) => (
        <Link key={href} href={href} aria-current={href !== here?.href ? undefined : path === href ? 'page' : 'true'}>
          {text}
        </Link>
      ))}
    </nav>
  )
}

function ActingSwitch({ me }: { me: Me }) {
  const others = me.mandates.length > 1
  if (!others) return <span className="acting">{mandateWords(me.acting)}</span>
  return (
    <Menu
      label={
        <>
          <span className="for-ears">{texts.actingFor} </span>
          {orgName(me.acting.org)}
        </>
      }
    >
      <p className="small soft">{texts.changeOrganisation}</p>
      <ul>
        {me.mandates.map((mandate) => (
          <li key={mandate.org}>
            <Link href={homeOf(mandate.org)} aria-current={mandate.org === me.acting.org ? 'true' : undefined}>
              {mandateWords(mandate)}
            </Link>
          </li>
        ))}
      </ul>
    </Menu>
  )
}

/** "Region Skåne, handläggare och registrator". */
function mandateWords(mandate: Mandate): string {
  const roles = [...new Set(mandate.roles.map((role) => texts.roles[role]))]
  return `${orgName(mandate.org)}, ${new Intl.ListFormat('sv-SE').format(roles)}`
}

function orgName(org: Mandate['org']): string {
  if (org === SECRETARIAT) return texts.secretariat
  return findRegion(org)?.name ?? OTHER_ORGANISATIONS.find(({ code }) => code === org)?.name ?? org
}

function SessionLostNotice({ recheck }: { recheck: () => Promise<boolean> }) {
  const lost = useSessionLost()
  const [still, setStill] = useState(false)
  const { path, search } = usePlace()
  if (!lost) return null
  return (
    <div className="session-lost">
      <Notice kind="error" title={texts.sessionLostTitle}>
        <p>{still ? texts.stillSignedOut : texts.sessionLost}</p>
        <div className="row">
          <LinkButton kind="primary" href={paths.signIn(path + search)} newTab>
            {texts.signInAgain}
          </LinkButton>
          <Button onPress={async () => setStill(!(await recheck()))}>{texts.haveSignedIn}</Button>
        </div>
      </Notice>
    </div>
  )
}
