import { useCommand } from '../../../web/queries.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { repliesApi } from '../contract.ts'
import type { ReplySummary } from '../shapes.ts'
import { texts } from '../texts-web.ts'

const words = texts.received

/** An answer that kansliet entered from mail or letter: the region says that it is its own. */
export function ConfirmReply({ reply }: { reply: ReplySummary }) {
  const confirm = useCommand(repliesApi.confirm)
  return (
    <Notice kind="info" title={words.confirmOnBehalfTitle}>
      <p>{words.confirmOnBehalfText}</p>
      <Button busy={confirm.busy} onPress={() => confirm.run({ params: { replyId: reply.id } })}>
        {words.confirmOnBehalf}
      </Button>
      {confirm.problem && <p role="alert">{confirm.problem}</p>}
    </Notice>
  )
}
