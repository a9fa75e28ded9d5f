import { paths } from '../../../web/paths.ts'
import { useToday } from '../../../web/session.tsx'
import { Link } from '../../../web/ui/Link.tsx'
import { Table } from '../../../web/ui/Table.tsx'
import { signsOf } from '../rules.ts'
import { organisationName } from '../rules-recipients.ts'
import type { DispatchForSender } from '../shapes.ts'
import { sendTexts as texts } from '../texts-send.ts'
import { SlotSign, slotLook } from './SlotLook.tsx'

/** All recipients of one utskick, each with how it stands and a way to its answer. */
export function SlotList({ dispatch }: { dispatch: DispatchForSender }) {
  const today = useToday()
  const { head, recipients } = dispatch
  return (
    <Table
      caption={texts.slotsCaption}
      captionHidden
      rows={recipients}
      rowKey={({ id }) => id}
      columns={[
        {
          head: texts.organisation,
          rowHead: true,
          cell: ({ org }) => <Link href={`${paths.dispatch(head.id)}?mottagare=${org}`}>{organisationName(org)}</Link>,
        },
        { head: texts.slotState, cell: (facts) => <SlotSign look={slotLook(head, signsOf(facts), today)} /> },
        {
          head: texts.slotWhen,
          cell: ({ org, replyId }) =>
            replyId !== null && (
              <Link href={paths.receivedReply(head.id, replyId)} aria-label={texts.openAnswerOf(organisationName(org))}>
                {texts.openAnswer}
              </Link>
            ),
        },
      ]}
    />
  )
}
