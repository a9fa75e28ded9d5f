import { createContext, type ReactNode, useContext } from 'react'
import type { OrgKind, Role } from '../lib/actor.ts'
import type { ClassCode } from '../lib/class.ts'
import type { Day } from '../lib/day.ts'
import type { OrgCode } from '../lib/regions.ts'

export type Mandate = { org: OrgCode; kind: OrgKind; roles: readonly Role[] }

/** Who is signed in, for whom she acts here, and what kind of installation this is. */
export type Me = {
  person: { id: string; name: string }
  acting: Mandate
  mandates: readonly Mandate[]
  installation: { demo: boolean; classCeiling: ClassCode; publicUrl?: string | undefined }
  today: Day
}

const MeContext = createContext<Me | undefined>(undefined)

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>
}

/** Only inside a page: the frame has already asked the server. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('no session around this part')
  return me
}

/** The day in Sweden, as the server says it. */
export function useToday(): Day {
  return useMe().today
}
