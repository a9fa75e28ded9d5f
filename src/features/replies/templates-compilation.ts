import type { Block } from '../../lib/blocks.ts'
import { blocksToPlain } from '../../lib/blocks-text.ts'
import type { Doc, Part } from '../../lib/document.ts'
import { findRegion } from '../../lib/regions.ts'
import { recipientOrgs } from '../dispatches/rules-recipients.ts'
import { sectionTitle } from '../dispatches/templates-content.ts'
import { answersByOrg, compileOverall, compileSection, isUncoded } from './rules-compilation.ts'
import { briefParts, factsOf, type Given, type Made, overviewParts, ownParts, replacedParts } from './templates-compilation-overview.ts'
import { headingPart, paragraphPart, shortNames } from './templates-compilation-parts.ts'
import { questionParts } from './templates-compilation-questions.ts'
import { compiledParts } from './templates-compilation-sections.ts'
import { compilationTexts as texts } from './texts-compilation.ts'
import { answerTexts } from './texts-documents.ts'

/**
 * Remissammanställning: all answers to an utskick, as kansliet puts them before its steering group, with room for its own answer to
 * each remark. `replies` are all that have come, replaced ones included.
 */
export function compilationDocument(given: Given): Doc {
  const {
    head,
    replies,
    recipients,
    content: { sections },
  } = given
  const answers = answersByOrg(replies)
  const asked = recipientOrgs({ choice: 'picked', orgs: recipients.map(({ org }) => org) })
  const missing = asked.filter((org) => answers.every((answer) => answer.org !== org))
  const coded = answers.filter((answer) => !isUncoded(answer))
  const uncoded = answers.filter(isUncoded).map(({ org }) => org)
  const made: Made = { ...given, answers, coded, uncoded, asked, missing, areRegions: asked.every((org) => findRegion(org) !== undefined) }
  return {
    title: texts.title[head.kind],
    subtitle: head.title,
    language: 'sv',
    creator: answerTexts.creator,
    createdAt: given.madeAt,
    header: { left: answerTexts.creator, right: head.caseNumber ?? '' },
    footer: texts.footer(head.title),
    pageWords: answerTexts.pageWords,
    facts: factsOf(made),
    orientation: 'portrait',
    parts: [
      ...briefParts(made),
      { type: 'orientation', orientation: 'landscape' },
      ...overviewParts(made),
      ...overallParts(made),
      ...sectionParts(made),
      ...questionParts(given.content.questions, coded, made.areRegions, sections.length === 0 ? wholeUncodedParts(made) : []),
      ...ownParts(made),
      ...replacedParts(made),
    ],
  }
}

function overallParts({ answers, areRegions }: Made): Part[] {
  const compiled = compileOverall(answers)
  if (compiled.common.length === 0 && compiled.rows.length === 0) return []
  return [headingPart(1, texts.overall), ...compiledParts({ ...compiled, silent: [], untouched: [], uncoded: [] }, '', areRegions)]
}

type Section = { id: string; title: string; blocks: readonly Block[] }

/** The utskick's avsnitt, and any that only stand in an answer: nothing that was said is left out. */
function sectionsOf({ content, answers }: Made): Section[] {
  const own = content.sections.map((section): Section => ({ id: section.id, title: sectionTitle(section), blocks: section.blocks }))
  const others = new Map<string, Section>()
  for (const section of answers.flatMap(({ counting }) => counting.flatMap((reply) => reply.content.sections))) {
    if (own.every(({ id }) => id !== section.sectionId))
      others.set(section.sectionId, { id: section.sectionId, title: sectionTitle(section), blocks: [] })
  }
  return [...own, ...others.values()]
}

function wholeUncodedParts({ uncoded }: Made): Part[] {
  return uncoded.length === 0 ? [] : [paragraphPart(texts.wholeUncoded(shortNames(uncoded)))]
}

function sectionParts(made: Made): Part[] {
  const sections = sectionsOf(made)
  if (sections.length === 0 || made.answers.length === 0) return []
  return [
    headingPart(1, texts.sections),
    ...wholeUncodedParts(made),
    ...sections.flatMap(({ id, title, blocks }) => {
      const original = blocksToPlain(blocks)
      return [headingPart(2, title), ...compiledParts(compileSection(id, original, made.coded), original, made.areRegions)]
    }),
  ]
}
