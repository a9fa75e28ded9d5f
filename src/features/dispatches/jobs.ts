import type { OnAccepted, OnRefused } from '../../platform/mail.ts'
import { markBounced, markDelivered } from './sql-slots.ts'

/** The letter with the utskick got through to a registry's mail server: a fact of its slot, in the ledger's own transaction. */
export const noteAccepted: OnAccepted = (tx, { purpose, objectId, toOrg, orgCode }, at) => {
  if (purpose !== 'dispatch' || objectId === null || toOrg === null) return
  markDelivered(tx, { dispatchId: objectId, org: toOrg, senderOrg: orgCode, at })
}

/** It was refused for good: the sender must reach the registry in another way. */
export const noteRefused: OnRefused = (tx, { purpose, objectId, toOrg, orgCode }, at, failure) => {
  if (purpose !== 'dispatch' || objectId === null || toOrg === null) return
  markBounced(tx, { dispatchId: objectId, org: toOrg, senderOrg: orgCode, at }, failure)
}
