import { type OrgCode, REGIONS } from '../../../lib/regions.ts'
import { paths } from '../../../web/paths.ts'
import { useToday } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Select } from '../../../web/ui/Choices.tsx'
import { Link } from '../../../web/ui/Link.tsx'
import { Progress } from '../../../web/ui/Steps.tsx'
import { kindOf } from '../rules-kinds.ts'
import type { MatrixRow } from '../shapes.ts'
import { matrixTexts as texts } from '../texts-overview.ts'
import { doneCount, groupRows } from './matrix-rows.ts'
import { rowWords } from './MatrixTable.tsx'
import { SlotSign, slotLook } from './SlotLook.tsx'

type MatrixListProps = {
  rows: readonly MatrixRow[]
  /** One region's view, or all as counts. */
  region: string | undefined
  onRegion: (region: string | undefined) => void
  onOpen: (dispatchId: string, org: OrgCode) => void
}

const ALL = 'alla'

/** The matrix as a list, where there is no room for 21 columns: counts of all, or how one region stands in each. */
export function MatrixList({ rows, region, onRegion, onOpen }: MatrixListProps) {
  const today = useToday()
  const chosen = REGIONS.find(({ code }) => code === region)
  return (
    <>
      <Select
        label={texts.oneRegion}
        name="matrix-region"
        value={chosen?.code ?? ALL}
        choices={[{ value: ALL, label: texts.allRegions }, ...REGIONS.map(({ code, shortName }) => ({ value: code, label: shortName }))]}
        onChange={(value) => onRegion(value === ALL ? undefined : value)}
      />
      {groupRows(rows).map((group) => (
        <section key={group.kind}>
          <h2>{texts.kinds[group.kind]}</h2>
          <ul className="plain-list">
            {group.rows.map((row) => {
              const slot = chosen && row.slots.find(({ org }) => org === chosen.code)
              return (
                <li key={row.id}>
                  <Link href={paths.dispatch(row.id)}>{row.title}</Link>
                  <div className="soft small">{rowWords(row, today)}</div>
                  {chosen === undefined ? (
                    <Progress
                      done={doneCount(row)}
                      total={row.asked}
                      label={kindOf(row.kind).hasAnswers ? texts.sumAnswered : texts.sumReceived}
                    />
                  ) : (
                    <div className="row">
                      <SlotSign look={slotLook(row, slot, today)} />
                      {slot && (
                        <Button small onPress={() => onOpen(row.id, chosen.code)} aria-label={`${texts.openSlot}: ${row.title}`}>
                          {texts.openSlot}
                        </Button>
                      )}
                    </div>
                  )}
                </li>
              )
            })}
          </ul>
        </section>
      ))}
    </>
  )
}
