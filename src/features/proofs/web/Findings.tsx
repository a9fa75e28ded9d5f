import { useMe, useToday } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import type { Found } from '../rules-witness.ts'
import { journalTexts as words } from '../texts-journal-page.ts'
import { witnessTexts } from '../texts-witness.ts'
import { NoteLines } from './Checkpoint.tsx'
import { startOver } from './witness-state.ts'

/** What was found, the proof of it to save, what to do, and how to go on when it is explained. */
export function FoundPart({ found }: { found: Found }) {
  const { org } = useMe().acting
  const today = useToday()
  return (
    <>
      <Notice kind="error" title={witnessTexts.title}>
        <p>
          {words.log[found.log]}. {witnessTexts.what[found.what]} {words.found.at(found.at, today)} {found.told && witnessTexts.told}
        </p>
        <p>{witnessTexts.meaning}</p>
        <ol>
          {words.found.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </Notice>
      <section aria-labelledby="journal-found">
        <h2 id="journal-found">{words.found.kept}</h2>
        <BothNotes found={found} />
        <h3>{words.found.over}</h3>
        <p className="measure">{words.found.overHelp}</p>
        <Button onPress={() => startOver(org)}>{words.found.overButton}</Button>
      </section>
    </>
  )
}

function BothNotes({ found }: { found: Found }) {
  return (
    <>
      {found.kept === null ? <p>{words.found.none}</p> : <NoteLines note={found.kept} name={words.found.kept} />}
      <h3>{words.found.got}</h3>
      {found.got === null ? <p>{words.found.none}</p> : <NoteLines note={found.got} name={words.found.got} />}
    </>
  )
}

/** What has been found before and put aside. */
export function AsidePart({ found }: { found: readonly Found[] }) {
  const today = useToday()
  if (found.length === 0) return null
  return (
    <section aria-labelledby="journal-aside">
      <h2 id="journal-aside">{words.aside}</h2>
      {found.map((one) => (
        <details key={one.at}>
          <summary>
            {words.log[one.log]}. {witnessTexts.what[one.what]} {words.found.at(one.at, today)}
          </summary>
          <h3>{words.found.kept}</h3>
          <BothNotes found={one} />
        </details>
      ))}
    </section>
  )
}
