import { useState } from 'react'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { usePageQuery } from '../../../web/router-hooks.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { RadioGroup } from '../../../web/ui/Choices.tsx'
import { Form } from '../../../web/ui/Form.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { EmptyState } from '../../../web/ui/Small.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { dispatchesApi } from '../../dispatches/contract.ts'
import { registerTexts as texts } from '../texts-office.ts'
import { RegisterLine } from './RegisterLine.tsx'
import './office.css'

/** Värdregionens Att diarieföra: what came and left, with what the register asks for, ready to copy. */
export function RegisterPage() {
  const [query, setQuery] = usePageQuery()
  const shown = query['visa'] === 'diarieforda' ? 'yes' : 'no'
  const search = query['sok']
  const entries = useRead(dispatchesApi.register, { query: { registered: shown, after: query['efter'], search } })
  const isWhole = shown === 'no' && search === undefined && query['efter'] === undefined
  const { items, next } = entries.data ?? { items: [], next: null }
  return (
    <>
      <PageHead title={texts.title} state={isWhole && entries.data ? texts.state(items.length, next !== null) : undefined} />
      <p className="measure">{texts.explain}</p>
      <RadioGroup
        label={texts.show}
        name="register-show"
        direction="horizontal"
        value={shown}
        choices={[
          { value: 'no', label: texts.showWaiting },
          { value: 'yes', label: texts.showDone },
        ]}
        onChange={(value) => setQuery({ visa: value === 'yes' ? 'diarieforda' : undefined, efter: undefined })}
      />
      <Search
        key={search}
        search={search ?? ''}
        onSearch={(words) => setQuery({ sok: words === '' ? undefined : words, efter: undefined })}
      />
      <Loaded query={entries}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState>
              <p>{search !== undefined ? texts.searchNone : shown === 'no' ? texts.empty : texts.emptyDone}</p>
              {search !== undefined && <Button onPress={() => setQuery({ sok: undefined, efter: undefined })}>{texts.clear}</Button>}
            </EmptyState>
          ) : (
            <>
              <ul className="plain-list register">
                {page.items.map((entry) => (
                  <li key={entry.id}>
                    <RegisterLine entry={entry} />
                  </li>
                ))}
              </ul>
              {page.next !== null && <Button onPress={() => setQuery({ efter: page.next ?? undefined })}>{texts.older}</Button>}
            </>
          )
        }
      </Loaded>
    </>
  )
}

function Search({ search, onSearch }: { search: string; onSearch: (words: string) => void }) {
  const [typed, setTyped] = useState(search)
  return (
    <Form className="register-search" onSubmit={() => onSearch(typed.trim())}>
      <TextField label={texts.search} name="register-search" type="search" value={typed} onChange={setTyped} maxLength={200} />
      <Button type="submit">{texts.searchButton}</Button>
    </Form>
  )
}
