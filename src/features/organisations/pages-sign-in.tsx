import { ROLES, type Role } from '../../lib/actor.ts'
import type { World } from '../../platform/context.ts'
import { Field } from './pages-frame.tsx'
import type { DemoPerson } from './sql.ts'
import { texts as organisationTexts } from './texts.ts'
import { signInTexts as texts } from './texts-sign-in.ts'

/** Who uses it, in the order of the walk; a person is listed under her first. */
const GROUPS: readonly Role[] = [
  'secretariat-officer',
  'regional-officer',
  'registrar',
  'endorser',
  'secretariat-head',
  'reader',
  'operator',
]

type SignInProps = {
  mail: World['mail']
  demoPersons: DemoPerson[] | undefined
  email: string
  till: string | undefined
  wrong?: string | undefined
  signedIn: { name: string; start: string | undefined } | undefined
  signedOut: boolean
}

export function SignIn({ mail, demoPersons, email, till, wrong, signedIn, signedOut }: SignInProps) {
  return (
    <>
      {signedOut && (
        <p className="notice" role="status">
          {texts.signedOut}
        </p>
      )}
      {signedIn && <AlreadyIn {...signedIn} />}
      {demoPersons ? (
        <>
          <h1>{texts.demoTitle}</h1>
          <p className="notice warning">
            <strong>{texts.demo}. </strong>
            {texts.demoLead}
          </p>
          {wrong && (
            <p className="notice error" role="alert">
              {wrong}
            </p>
          )}
          <DemoPersons persons={demoPersons} till={till} />
          <h2>{texts.orByCode}</h2>
          <p>{texts.noMailInDemo}</p>
          <EmailForm email={email} till={till} wrong={undefined} hint={texts.emailHint} />
        </>
      ) : (
        <>
          <h1>{texts.title}</h1>
          <p className="soft">{texts.lead}</p>
          {mail === 'none' && <p className="notice warning">{texts.noMail}</p>}
          <EmailForm email={email} till={till} wrong={wrong} hint={mail === 'none' ? undefined : texts.emailHint} />
        </>
      )}
    </>
  )
}

function AlreadyIn({ name, start }: { name: string; start: string | undefined }) {
  return (
    <form method="post" action="/logga-ut" className="notice">
      <p>{texts.signedInAs(name)}</p>
      {start === undefined && <p>{texts.noMandate}</p>}
      <div className="row">
        {start !== undefined && (
          <a className="button" href={start}>
            {texts.goOn}
          </a>
        )}
        <button type="submit" className="plain">
          {texts.signOut}
        </button>
      </div>
    </form>
  )
}

type EmailProps = { email: string; till: string | undefined; wrong: string | undefined; hint: string | undefined }

function EmailForm({ email, till, wrong, hint }: EmailProps) {
  return (
    <form method="post" action="/logga-in">
      <Till till={till} />
      <Field
        name="email"
        type="email"
        autoComplete="email"
        label={texts.email}
        {...(hint !== undefined && { hint })}
        value={email}
        wrong={wrong}
      />
      <div className="row">
        <button type="submit">{texts.askCode}</button>
        <a href={`/logga-in/kod${till === undefined ? '' : `?till=${encodeURIComponent(till)}`}`}>{texts.haveCode}</a>
      </div>
    </form>
  )
}

function DemoPersons({ persons, till }: { persons: DemoPerson[]; till: string | undefined }) {
  const groupOf = (person: DemoPerson) => GROUPS.find((role) => person.roles.includes(role))
  return (
    <form method="post" action="/logga-in/demo">
      <Till till={till} />
      {GROUPS.map((group) => ({ group, members: persons.filter((person) => groupOf(person) === group) }))
        .filter(({ members }) => members.length > 0)
        .map(({ group, members }) => (
          <section key={group}>
            <h2>{texts.demoGroups[group]}</h2>
            <ul className="people">
              {members.map((person) => (
                <li key={person.id}>
                  <button name="who" value={`${person.id} ${person.org}`}>
                    {person.name}
                    <small>{[person.orgName, ...otherRoles(person, group)].join(' · ')}</small>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </form>
  )
}

function otherRoles(person: DemoPerson, group: Role): string[] {
  return ROLES.filter((role) => role !== group && person.roles.includes(role)).map((role) => organisationTexts.roles[role].toLowerCase())
}

function Till({ till }: { till: string | undefined }) {
  return till === undefined ? null : <input type="hidden" name="till" value={till} />
}

const SENT: Record<World['mail'], string> = { smtp: texts.codeSent, demo: texts.noMailInDemo, none: texts.noMail }

type CodeProps = { email: string; till: string | undefined; wrong: string | undefined; mail: World['mail']; sent: boolean }

export function CodeEntry({ email, till, wrong, mail, sent }: CodeProps) {
  return (
    <>
      <h1>{texts.codeTitle}</h1>
      {sent && (
        <p className="notice" role="status">
          {SENT[mail]}
        </p>
      )}
      <form method="post" action="/logga-in/kod">
        <Till till={till} />
        <Field name="email" type="email" autoComplete="email" label={texts.email} value={email} wrong={undefined} />
        <Field name="code" autoComplete="one-time-code" label={texts.code} value="" wrong={wrong} code />
        <div className="row">
          <button type="submit">{texts.useCode}</button>
          <button type="submit" className="plain" formAction="/logga-in" formNoValidate>
            {texts.newCode}
          </button>
          <a href="/logga-in">{texts.anotherAddress}</a>
        </div>
      </form>
    </>
  )
}

export function SignOut() {
  return (
    <form method="post" action="/logga-ut">
      <h1>{texts.signOutTitle}</h1>
      <div className="row">
        <button type="submit">{texts.signOut}</button>
        <a href="/">{texts.goOn}</a>
      </div>
    </form>
  )
}

type LinkProps = { name: string; email: string; wrong: { field: 'name' | 'email' | 'link'; sentence: string } | undefined }

/** The form posts to its own address, which holds the token. */
export function FirstOperator({ name, email, wrong }: LinkProps) {
  const wrongWith = (field: 'name' | 'email' | 'link') => (wrong?.field === field ? wrong.sentence : undefined)
  return (
    <>
      <h1>{texts.linkTitle}</h1>
      {wrong?.field === 'link' ? (
        <BadLink sentence={wrong.sentence} />
      ) : (
        <>
          <p>{texts.linkLead}</p>
          <form method="post">
            <Field name="name" autoComplete="name" label={texts.name} value={name} wrong={wrongWith('name')} />
            <Field name="email" type="email" autoComplete="email" label={texts.email} value={email} wrong={wrongWith('email')} />
            <div className="row">
              <button type="submit">{texts.linkSubmit}</button>
            </div>
          </form>
        </>
      )}
    </>
  )
}

/** A link that is out of use, with the way on. */
function BadLink({ sentence }: { sentence: string }) {
  return (
    <>
      <p className="notice error" role="alert">
        {sentence}
      </p>
      <p>
        <a href="/logga-in">{texts.toSignIn}</a>
      </p>
    </>
  )
}

/** The form posts to its own address, which holds the token. */
export function ReturnLink({ name, wrong }: { name: string; wrong: string | undefined }) {
  return (
    <>
      <h1>{texts.returnTitle}</h1>
      {wrong === undefined ? (
        <form method="post">
          <p>{texts.returnLead(name)}</p>
          <div className="row">
            <button type="submit">{texts.useCode}</button>
          </div>
        </form>
      ) : (
        <BadLink sentence={wrong} />
      )}
    </>
  )
}
