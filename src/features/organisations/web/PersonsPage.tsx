import { useEffect, useRef, useState } from 'react'
import { OrgCode } from '../../../lib/regions.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { usePageQuery } from '../../../web/router-hooks.ts'
import { useMe } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Checkbox, Select } from '../../../web/ui/Choices.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { SidePanel } from '../../../web/ui/SidePanel.tsx'
import { Table } from '../../../web/ui/Table.tsx'
import { canManageAll } from '../access.ts'
import { organisationsApi } from '../contract.ts'
import type { Person } from '../shapes.ts'
import { personTexts as words } from '../texts-web.ts'
import { actorOf } from './actor-of.ts'
import { AddPerson } from './AddPerson.tsx'
import { allOrganisations } from './all-organisations.ts'
import { mandateWords, PersonPanel } from './PersonPanel.tsx'

const EVERY = 'every'

/** Personer: who can sign in, for whom, in which role; and the way in for new ones. */
export function PersonsPage() {
  const me = useMe()
  const managesAll = canManageAll(actorOf(me))
  const [query, setQuery] = usePageQuery()
  const [done, setDone] = useState<string>()
  const of = OrgCode.safeParse(query['org']).data
  const persons = useRead(organisationsApi.persons, {
    query: {
      ...(of && { of }),
      ...(query['slutat'] && { ended: 'yes' as const }),
      ...(query['efter'] && { after: query['efter'] }),
    },
  })
  const close = () => setQuery({ person: undefined, ny: undefined })

  return (
    <Loaded query={persons}>
      {({ items, next }) => {
        const open = items.find(({ id }) => id === query['person'])
        return (
          <div className="with-panel">
            <div>
              <PageHead
                title={words.title}
                state={words.count(items.length, next !== null)}
                actions={
                  <Button kind="primary" onPress={() => setQuery({ ny: 'ja', person: undefined })}>
                    {words.add}
                  </Button>
                }
              />
              <p className="soft measure">{words.lead}</p>
              {done && <Done text={done} />}
              <div className="row">
                {managesAll && (
                  <Select
                    label={words.filterOrg}
                    name="filter-org"
                    width="half"
                    value={of ?? EVERY}
                    choices={[
                      { value: EVERY, label: words.everyOrg },
                      ...allOrganisations.map(({ org, name }) => ({ value: String(org), label: name })),
                    ]}
                    onChange={(org) => setQuery({ org: org === EVERY ? undefined : org, efter: undefined, person: undefined })}
                  />
                )}
                <Checkbox
                  label={words.showEnded}
                  name="ended"
                  checked={Boolean(query['slutat'])}
                  onChange={(checked) => setQuery({ slutat: checked ? 'ja' : undefined, efter: undefined })}
                />
              </div>
              <PersonTable persons={items} onOpen={(id) => setQuery({ person: id, ny: undefined })} />
              <div className="row">
                {query['efter'] && <Button onPress={() => setQuery({ efter: undefined })}>{words.first}</Button>}
                {next !== null && <Button onPress={() => setQuery({ efter: next })}>{words.next}</Button>}
              </div>
            </div>
            {query['ny'] && (
              <SidePanel title={words.add} onClose={close}>
                <AddPerson
                  choosesOrg={managesAll}
                  onAdded={(name) => {
                    setDone(words.added(name))
                    close()
                  }}
                />
              </SidePanel>
            )}
            {open && (
              <SidePanel title={open.name} onClose={close}>
                <PersonPanel
                  key={open.id}
                  person={open}
                  managesAll={managesAll}
                  reload={persons.refetch}
                  onEnded={() => {
                    setDone(words.ended(open.name))
                    close()
                  }}
                />
              </SidePanel>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}

/** What was done, when the panel that it was done in is gone: seen and read out, wherever the page was rolled. */
function Done({ text }: { text: string }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [text])
  return (
    <div tabIndex={-1} ref={box}>
      <Notice kind="success" title={text} />
    </div>
  )
}

function PersonTable({ persons, onOpen }: { persons: readonly Person[]; onOpen: (id: string) => void }) {
  const { today } = useMe()
  return (
    <Table
      caption={words.title}
      captionHidden
      rows={persons}
      rowKey={({ id }) => id}
      empty={words.empty}
      columns={[
        { head: words.name, rowHead: true, cell: ({ name }) => name },
        { head: words.email, cell: ({ email }) => email },
        {
          head: words.mandates,
          cell: ({ mandates, endedAt }) => (
            <>
              {endedAt !== null && <p className="soft">{words.leftOn(endedAt)}</p>}
              {mandates.length === 0 && <span className="soft">{words.noMandates}</span>}
              {mandates
                .filter(({ toOn }) => endedAt !== null || toOn === null || toOn >= today)
                .map((mandate) => (
                  <div key={mandate.id}>
                    {mandateWords(mandate)} <span className="soft small">{words.span(mandate.fromOn, mandate.toOn, today)}</span>
                  </div>
                ))}
            </>
          ),
        },
        {
          head: <span className="for-ears">{words.openHead}</span>,
          align: 'end',
          cell: ({ id, name }) => (
            <Button small onPress={() => onOpen(id)}>
              {words.open}
              <span className="for-ears">{words.of(name)}</span>
            </Button>
          ),
        },
      ]}
    />
  )
}
