import type { Actor, Gate } from '../../lib/actor.ts'

/** Everybody who may take part in an answer or an utskick may upload; a reader only reads. */
export function canUpload(actor: Actor): boolean {
  return actor.roles.some((role) => role !== 'reader')
}

export const uploadsFiles: Gate = { name: 'uploads files', allows: canUpload }
