import { randomUUID } from 'node:crypto'
import { parseBlocks, parseSections } from '../../src/lib/blocks-parse.ts'
import type { Day } from '../../src/lib/day.ts'
import type { Doc } from '../../src/lib/document.ts'
import { SECRETARIAT } from '../../src/lib/regions.ts'
import { toWord } from '../../src/platform/word.ts'
import { attachFile, createDispatch, saveDispatch } from '../../src/features/dispatches/actions.ts'
import { sendDispatch } from '../../src/features/dispatches/actions-send.ts'
import type { DispatchContent, Kind } from '../../src/features/dispatches/shapes.ts'
import { Question } from '../../src/features/dispatches/shapes-questions.ts'
import { uploadFile } from '../../src/features/matters/actions.ts'
import type { FileRef } from '../../src/features/matters/shapes.ts'
import type { Stage } from './stage.ts'

type Loose = {
  type: string
  text: string
  help: string
  required?: boolean
  choices?: string[]
  unit?: string
  itemName?: string
  questions?: Loose[]
}

/** Questions as the demonstration writes them, with ids and all that their type asks for. */
export function questionsOf(loose: readonly Loose[]): Question[] {
  return loose.map((question) => Question.parse(whole(question)))
}

function whole({ choices, unit, questions, required = false, ...question }: Loose): Record<string, unknown> {
  const bounds = question.type === 'whole-number' || question.type === 'kronor' ? { least: 0, most: null } : {}
  return {
    ...question,
    ...bounds,
    id: randomUUID(),
    required,
    ...(choices ? { choices: choices.map((text) => ({ id: randomUUID(), text })) } : {}),
    ...(question.type === 'whole-number' ? { unit: unit ?? '' } : {}),
    ...(questions ? { questions: questions.map(whole), most: 20 } : {}),
  }
}

export type Script = {
  kind: Kind
  title: string
  letter: string
  sections?: string
  questions?: readonly Loose[]
  lastDay: Day | null
  caseNumber: string
  othersVisible?: DispatchContent['othersVisible']
  class?: DispatchContent['class']
  suggestedFunction?: string
}

export function contentOf(script: Script, writer: string): DispatchContent {
  return {
    kind: script.kind,
    title: script.title,
    caseNumber: script.caseNumber,
    class: script.class ?? 'open',
    secrecy: null,
    coveringLetter: parseBlocks(script.letter, randomUUID),
    contact: { name: writer, email: 'kansliet@nspl.example', phone: '018-000 00 00' },
    suggestedFunction: script.suggestedFunction ?? 'Beredskapsfunktion eller motsvarande',
    personalData: false,
    lastDay: script.lastDay,
    othersVisible: script.othersVisible ?? 'after-last-day',
    recipients: { choice: 'all-regions', orgs: [] },
    sections: script.sections ? parseSections(script.sections, randomUUID).sections : [],
    questions: questionsOf(script.questions ?? []),
  }
}

export type Sent = { id: string; content: DispatchContent }

/** Writes an utskick as a draft, with its files. */
export async function writeDispatch(
  stage: Stage,
  writer: string,
  script: Script,
  files: readonly { name: string; text: string }[],
): Promise<Sent & { version: number; fileIds: string[] }> {
  const content = contentOf(script, writer)
  const { id } = await stage.act(writer, SECRETARIAT, (tx, ctx) => createDispatch(tx, ctx, script.kind))
  const { version } = await stage.act(writer, SECRETARIAT, (tx, ctx) => saveDispatch(tx, ctx, id, content), 1)
  const fileIds: string[] = []
  for (const [index, file] of files.entries()) {
    const stored = await storeDocument(stage, writer, SECRETARIAT, file.name, file.text)
    const attached = await stage.act(writer, SECRETARIAT, (tx, ctx) =>
      attachFile(tx, ctx, id, {
        sha256: stored.sha256,
        name: stored.name,
        role: index === 0 ? 'original' : 'attachment',
        replacesId: null,
      }),
    )
    fileIds.push(attached.id)
  }
  return { id, content, version, fileIds }
}

/** Writes it, and sends it to all 21. */
export async function sendScript(
  stage: Stage,
  writer: string,
  script: Script,
  files: readonly { name: string; text: string }[],
  refused: readonly string[] = [],
): Promise<Sent> {
  const { id, content, version, fileIds } = await writeDispatch(stage, writer, script, files)
  await stage.act(writer, SECRETARIAT, (tx, ctx) => sendDispatch(tx, ctx, id, { version, dayAsked: true, fileIds }))
  await stage.deliver(refused)
  return { id, content }
}

/** A real Word file with some made-up text, uploaded by a person. */
export async function storeDocument(stage: Stage, person: string, org: string, name: string, text: string): Promise<FileRef> {
  const [title = name, ...paragraphs] = text.split('\n\n')
  const doc: Doc = {
    title,
    language: 'sv',
    creator: 'DEMO',
    createdAt: stage.world.clock().toISOString(),
    header: { left: 'DEMO', right: '' },
    footer: 'DEMO',
    pageWords: { page: 'Sida', of: 'av' },
    orientation: 'portrait',
    parts: paragraphs.map((paragraph) => ({ type: 'paragraph', style: 'normal', content: [{ text: paragraph }] })),
  }
  const bytes = Buffer.from(await toWord(doc))
  return await stage.act(person, org, (tx, ctx) => uploadFile(tx, ctx, { name, bytes }))
}
