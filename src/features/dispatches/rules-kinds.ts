import type { Kind } from './shapes.ts'

/**
 * What an utskick of a kind is made of. `hasX` says that it may have it and `needsX` that it is not sent without. `hasStances`: the
 * answer takes a stance, on the whole and per avsnitt. `hasOwnStatement`: a document of the region's own is an equal answer.
 */
export type KindDefinition = {
  hasAnswers: boolean
  hasSections: boolean
  hasQuestions: boolean
  hasStances: boolean
  hasOwnStatement: boolean
  needsLastDay: boolean
  needsQuestions: boolean
}

const KIND_DEFINITIONS = {
  information: {
    hasAnswers: false,
    hasSections: false,
    hasQuestions: false,
    hasStances: false,
    hasOwnStatement: false,
    needsLastDay: false,
    needsQuestions: false,
  },
  consultation: {
    hasAnswers: true,
    hasSections: true,
    hasQuestions: true,
    hasStances: true,
    hasOwnStatement: true,
    needsLastDay: true,
    needsQuestions: false,
  },
  survey: {
    hasAnswers: true,
    hasSections: false,
    hasQuestions: true,
    hasStances: false,
    hasOwnStatement: true,
    needsLastDay: true,
    needsQuestions: true,
  },
} satisfies Record<Kind, KindDefinition>

export function kindOf(kind: Kind): KindDefinition {
  return KIND_DEFINITIONS[kind]
}
