import { parseCheckpoint } from '../../../lib/checkpoint.ts'
import { parseNote } from '../../../lib/note.ts'
import { useToday } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { CopyButton } from '../../../web/ui/Small.tsx'
import type { WitnessRecord } from '../rules-witness.ts'
import type { JournalNow, LatestCheckpoint } from '../shapes-journal.ts'
import { journalTexts as words } from '../texts-journal-page.ts'

type CheckpointProps = { journal: JournalNow; signature: WitnessRecord['signature'] | undefined; isOffice: boolean }

/** The latest checkpoints to copy, save and print, and the key that signed them. */
export function CheckpointPart({ journal, signature, isOffice }: CheckpointProps) {
  const keys = journal.keys.filter(({ algorithm }) => algorithm === 'ed25519')
  const today = useToday()
  return (
    <section aria-labelledby="journal-checkpoint">
      <h2 id="journal-checkpoint">{words.checkpoint}</h2>
      <p className="measure">{words.checkpointHelp}</p>
      {signature && <p>{words.signature[signature]}</p>}
      <Latest name={words.log.own} help={words.ownHelp} latest={journal.own} />
      <Latest name={words.log.top} help={words.topHelp} latest={journal.top} />
      <h3>{words.key}</h3>
      <p className="measure">{words.keyHelp(isOffice)}</p>
      {keys.map(({ fingerprint, madeAt, retiredAt }) => (
        <div key={fingerprint}>
          {retiredAt === null && keys.length > 1 && <p className="soft">{words.keyInForce(madeAt, today)}</p>}
          {retiredAt !== null && <p className="soft">{words.keyRetired(retiredAt, today)}</p>}
          <pre className="lines">{fingerprint}</pre>
        </div>
      ))}
    </section>
  )
}

function Latest({ name, help, latest }: { name: string; help: string; latest: LatestCheckpoint | null }) {
  const today = useToday()
  return (
    <>
      <h3>{name}</h3>
      {latest ? (
        <>
          <p className="soft">
            {help} {words.signedAt(latest.signedAt, today)}
          </p>
          <NoteLines note={latest.note} name={name} />
        </>
      ) : (
        <p className="soft">{words.notSigned}</p>
      )}
    </>
  )
}

/** The three lines of a checkpoint; saved as a file it has its signatures too, and a verifier takes it. */
export function NoteLines({ note, name }: { note: string; name: string }) {
  const text = parseNote(note)?.text ?? note
  const checkpoint = parseCheckpoint(text)
  const log = checkpoint?.origin.split('/').at(-1) ?? ''
  return (
    <>
      <pre className="lines">{text.trimEnd()}</pre>
      <div className="row">
        <CopyButton text={text} label={words.copy} what={name} />
        <Button
          small
          kind="quiet"
          onPress={() => saveText(words.fileName(log, String(checkpoint?.size ?? '')), note)}
          aria-label={`${words.save}: ${name}`}
        >
          {words.save}
        </Button>
      </div>
    </>
  )
}

function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  URL.revokeObjectURL(address)
}
