import { paths } from '../../../web/paths.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { usePageParams } from '../../../web/router-hooks.ts'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { Moment } from '../../../web/ui/Small.tsx'
import { Facts } from '../../../web/ui/Table.tsx'
import { dispatchesApi } from '../contract.ts'
import { mailTexts as texts } from '../texts-web.ts'
import { LedgerState } from './LedgerState.tsx'
import { LetterBody } from './LetterBody.tsx'
import './letter.css'

/** One letter of the ledger, as it was sent. */
export function LetterPage() {
  const { mailId } = usePageParams('mailId')
  const found = useRead(dispatchesApi.letter, { params: { mailId } })
  return (
    <Loaded query={found}>
      {({ line, letter }) => (
        <>
          <PageHead
            title={`${texts.letter}: ${line.toName}`}
            state={<LedgerState line={line} />}
            back={{ href: paths.outgoing(), text: texts.back }}
          />
          <Facts
            items={[
              [texts.to, `${line.toName}, ${line.toAddress}`],
              [texts.made, <Moment key="made" at={line.madeAt} />],
              [texts.attempted, line.attemptedAt && <Moment key="attempted" at={line.attemptedAt} />],
              [texts.attempts, String(line.attempts)],
            ]}
          />
          <LetterBody letter={letter} />
        </>
      )}
    </Loaded>
  )
}
