import { useState } from 'react'
import { longInstant } from '../../../lib/day.ts'
import { paths } from '../../../web/paths.ts'
import { useCommand } from '../../../web/queries.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog } from '../../../web/ui/Dialog.tsx'
import { Link } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { Moment } from '../../../web/ui/Small.tsx'
import { type Status, StatusSign } from '../../../web/ui/StatusSign.tsx'
import { Table } from '../../../web/ui/Table.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { upkeepApi } from '../contract.ts'
import { whyNotGiveUp, whyNotRetry } from '../rules.ts'
import type { TroubledLetter } from '../shapes.ts'
import { upkeepProblems } from '../texts.ts'
import { driftTexts as words } from '../texts-web.ts'

/** The secretariat's letters that have not got through: to try again, or to give up with a reason. */
export function TroubledLetters({ letters }: { letters: readonly TroubledLetter[] }) {
  const [giving, setGiving] = useState<TroubledLetter>()
  const [said, setSaid] = useState<string>()
  return (
    <>
      <h3>{words.lettersOf}</h3>
      <div role="status">{said !== undefined && <Notice kind="success" title={said} />}</div>
      <Table
        caption={words.letters}
        captionHidden
        rows={letters}
        rowKey={({ id }) => id}
        empty={words.noLetters}
        columns={[
          {
            head: words.to,
            rowHead: true,
            cell: ({ id, toName, toAddress }) => (
              <>
                <Link href={paths.letter(id)}>{toName}</Link>
                <div className="soft small">{toAddress}</div>
              </>
            ),
          },
          { head: words.subject, cell: ({ subject }) => subject },
          { head: words.stateHead, cell: (letter) => <LetterState letter={letter} /> },
          { head: words.made, cell: ({ madeAt }) => <Moment at={madeAt} /> },
          {
            head: words.actHead,
            cell: (letter) => <LetterActions letter={letter} onRetried={() => setSaid(words.retried)} onGiveUp={() => setGiving(letter)} />,
          },
        ]}
      />
      <GiveUpDialog
        letter={giving}
        onClose={() => setGiving(undefined)}
        onDone={() => {
          setGiving(undefined)
          setSaid(words.gaveUp)
        }}
      />
    </>
  )
}

function LetterState({ letter }: { letter: TroubledLetter }) {
  const [status, text] = stateOf(letter)
  return <StatusSign status={status}>{text}</StatusSign>
}

function stateOf(letter: TroubledLetter): [Status, string] {
  const { givenUpAt, givenUpBy, givenUpReason, failedAt, failure, uncertain, attempts } = letter
  if (givenUpAt !== null) return ['withdrawn', words.givenUp(givenUpBy ?? '', longInstant(new Date(givenUpAt)), givenUpReason ?? '')]
  if (failedAt !== null) return ['late', words.refused(failure ?? '')]
  if (uncertain) return ['waiting', words.uncertain]
  return ['draft', failure === null ? words.waiting(attempts) : words.waitingFor(attempts, failure)]
}

type ActionsProps = { letter: TroubledLetter; onRetried: () => void; onGiveUp: () => void }

function LetterActions({ letter, onRetried, onGiveUp }: ActionsProps) {
  const retry = useCommand(upkeepApi.retryLetter)
  if (whyNotRetry(letter) !== undefined) return null
  const again = async () => {
    if (await retry.run({ params: { mailId: letter.id } })) onRetried()
  }
  return (
    <>
      <div className="row">
        <Button small onPress={again} busy={retry.busy}>
          {words.retry}
          <span className="for-ears">{words.of(letter.toName)}</span>
        </Button>
        <Button small kind="quiet" onPress={onGiveUp}>
          {words.giveUp}
          <span className="for-ears">{words.of(letter.toName)}</span>
        </Button>
      </div>
      {retry.problem !== undefined && (
        <p className="drift-problem" role="alert">
          {retry.problem}
        </p>
      )}
    </>
  )
}

type GiveUpProps = { letter: TroubledLetter | undefined; onClose: () => void; onDone: () => void }

function GiveUpDialog({ letter, onClose, onDone }: GiveUpProps) {
  const giveUp = useCommand(upkeepApi.giveUpLetter)
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const whyNot = letter && whyNotGiveUp(letter, reason)
  const forget = () => {
    setReason('')
    setAsked(false)
    giveUp.reset()
  }
  const submit = async () => {
    setAsked(true)
    if (!letter || whyNot !== undefined) return
    if (await giveUp.run({ params: { mailId: letter.id }, body: { reason } })) {
      forget()
      onDone()
    }
  }
  return (
    <Dialog
      open={letter !== undefined}
      title={words.giveUpTitle(letter?.toName ?? '')}
      onClose={() => {
        forget()
        onClose()
      }}
      actions={
        <Button kind="danger" onPress={submit} busy={giveUp.busy}>
          {words.giveUp}
        </Button>
      }
    >
      <p>{words.giveUpLead}</p>
      <TextArea
        label={words.reason}
        name="give-up-reason"
        hint={words.reasonHint}
        value={reason}
        onChange={setReason}
        maxLength={500}
        error={giveUp.problem ?? (asked && whyNot !== undefined ? upkeepProblems[whyNot] : undefined)}
      />
    </Dialog>
  )
}
