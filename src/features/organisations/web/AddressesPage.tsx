import { Loaded, useRead } from '../../../web/queries.tsx'
import { usePageQuery } from '../../../web/router-hooks.ts'
import { useMe } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { SidePanel } from '../../../web/ui/SidePanel.tsx'
import { StatusSign } from '../../../web/ui/StatusSign.tsx'
import { Table } from '../../../web/ui/Table.tsx'
import { canManage } from '../access.ts'
import { organisationsApi } from '../contract.ts'
import { whyNotAddress } from '../rules.ts'
import type { AddressLine } from '../shapes.ts'
import { addressTexts as words } from '../texts-web.ts'
import { actorOf } from './actor-of.ts'
import { AddressPanel } from './AddressPanel.tsx'

/** Registratorsadresser: where each organisation's mail goes, and whether somebody has made sure of it. */
export function AddressesPage() {
  const me = useMe()
  const addresses = useRead(organisationsApi.addresses, {})
  const [query, setQuery] = usePageQuery()
  const close = () => setQuery({ org: undefined })
  return (
    <Loaded query={addresses}>
      {({ items }) => {
        const open = items.find(({ org }) => org === query['org'])
        const regions = items.filter(({ kind }) => kind === 'region')
        const confirmed = regions.filter(({ current }) => whyNotAddress(current) === undefined)
        const manages = (line: AddressLine) => canManage(actorOf(me), line.org)
        return (
          <div className="with-panel">
            <div>
              <PageHead title={words.title} state={regions.length > 1 ? words.state(confirmed.length, regions.length) : undefined} />
              <p className="soft measure">{words.lead}</p>
              <Table
                caption={words.title}
                captionHidden
                rows={items}
                rowKey={({ org }) => org}
                columns={[
                  { head: words.org, rowHead: true, cell: ({ name }) => name },
                  {
                    head: words.address,
                    cell: ({ current }) => current?.address ?? <StatusSign status="not-started">{words.none}</StatusSign>,
                  },
                  { head: words.confirmation, cell: (line) => <Confirmation line={line} /> },
                  ...(items.some(manages)
                    ? [
                        {
                          head: <span className="for-ears">{words.openHead}</span>,
                          align: 'end' as const,
                          cell: (line: AddressLine) => manages(line) && <Open line={line} onOpen={() => setQuery({ org: line.org })} />,
                        },
                      ]
                    : []),
                ]}
              />
            </div>
            {open && manages(open) && (
              <SidePanel title={open.name} onClose={close}>
                <AddressPanel key={open.org} line={open} />
              </SidePanel>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}

function Open({ line, onOpen }: { line: AddressLine; onOpen: () => void }) {
  const whyNot = whyNotAddress(line.current)
  return (
    <Button small onPress={onOpen}>
      {whyNot === undefined ? words.change : whyNot === 'address-missing' ? words.toAdd : words.toConfirm}
      <span className="for-ears">: {line.name}</span>
    </Button>
  )
}

function Confirmation({ line: { current } }: { line: Pick<AddressLine, 'current'> }) {
  if (!current) return null
  if (current.confirmedAt === null) return <StatusSign status="late">{words.unconfirmed}</StatusSign>
  return <StatusSign status="done">{words.confirmed(current.confirmedAt, current.confirmedHow, current.confirmedByName)}</StatusSign>
}
