import { createContext, type ReactNode, use, useMemo } from 'react'
import { type Autosave, useAutosave } from '../../../web/autosave.ts'
import { call } from '../../../web/client.ts'
import { useActingOrg } from '../../../web/router-hooks.ts'
import type { Shape } from '../../../web/autosave-store.ts'
import { repliesApi } from '../contract.ts'
import type { DraftField } from '../shapes.ts'

type Draft = { dispatchId: string; fields: ReadonlyMap<string, DraftField> }
const DraftContext = createContext<Draft | undefined>(undefined)

/** The region's draft as the server has it, for the fields of the page. */
export function DraftProvider({
  dispatchId,
  fields,
  children,
}: {
  dispatchId: string
  fields: readonly DraftField[]
  children: ReactNode
}) {
  const draft = useMemo(() => ({ dispatchId, fields: new Map(fields.map((field) => [field.field, field])) }), [dispatchId, fields])
  return <DraftContext value={draft}>{children}</DraftContext>
}

/** Where a draft's fields are kept in the browser, until the server has them. */
export const draftPrefix = (dispatchId: string) => `svar/${dispatchId}/`

/** One field of the draft: its value as written here, saved as it is written. `parts`: two people in different parts of it both keep theirs. */
export function useDraftField<T>(field: string, empty: T, shape: Shape<T>, parts = false): Autosave<T> {
  const draft = use(DraftContext)
  if (!draft) throw new Error('no draft around this field')
  const org = useActingOrg()
  const { dispatchId } = draft
  const saved = draft.fields.get(field)
  const read = saved === undefined ? undefined : shape.safeParse(saved.value)
  return useAutosave({
    field: `${draftPrefix(dispatchId)}${field}`,
    shape,
    value: read?.success ? read.data : empty,
    version: saved?.version ?? 0,
    parts,
    save: (value, version) => call(repliesApi.saveField, { org, params: { dispatchId }, body: { field, value, version } }),
  })
}
