import { tmpdir } from 'node:os'
import { Worker } from 'node:worker_threads'
import * as z from 'zod/mini'
import type { Doc } from '../lib/document.ts'
import { Problem } from '../lib/problem.ts'
import { pdfData } from './pdf-data.ts'
import { type PdfFont, readPdfFont } from './pdf-font.ts'
import { TYPST } from './pdf-typst.ts'

const LONGEST = 30_000
const MOST_WAITING = 50

const Answer = z.union([z.object({ bytes: z.instanceof(Uint8Array) }), z.object({ fault: z.string() })])

type Asked = { data: string; createdAt: number }
type Task = { asked: Asked; done: (bytes: Uint8Array) => void; failed: (error: Error) => void }

/** One thread that makes PDF files, one at a time; a document that takes too long ends the thread, and the next starts another. */
export type PdfMaker = { make: (doc: Doc) => Promise<Uint8Array>; close: () => Promise<void> }

/** In: the longest time in milliseconds that a document may take. Out: a maker; its thread starts with the first document. */
export function openPdfMaker(longest = LONGEST): PdfMaker {
  let font: PdfFont | undefined
  let worker: Worker | undefined
  let current: { task: Task; timer: NodeJS.Timeout } | undefined
  const waiting: Task[] = []

  function start(blobs: readonly Buffer[]): Worker {
    const workspace = tmpdir()
    // Settings may hold secrets, and the thread has no use for them.
    const started = new Worker(new URL('./pdf-worker.js', import.meta.url), {
      workerData: { fonts: blobs, program: TYPST, workspace },
      env: {},
    })
    started.on('message', (answer: unknown) => {
      const { data } = z.safeParse(Answer, answer)
      if (data && 'bytes' in data) settle((task) => task.done(data.bytes))
      else settle((task) => task.failed(new Error(`no PDF was made: ${data?.fault ?? 'no answer'}`)))
    })
    started.on('error', (error) => lose(started, error))
    started.on('exit', (code) => lose(started, new Error(`the thread that makes PDF files ended with ${code}`)))
    return started
  }

  /** A thread that is gone takes only the document it was at with it. */
  function lose(which: Worker, error: Error): void {
    if (which !== worker) return
    worker = undefined
    settle((task) => task.failed(error))
  }

  function settle(how: (task: Task) => void): void {
    const ended = current
    if (!ended) return
    clearTimeout(ended.timer)
    current = undefined
    worker?.unref()
    how(ended.task)
    next()
  }

  function next(): void {
    if (current) return
    const task = waiting.shift()
    if (!task) return
    font ??= readPdfFont()
    worker ??= start(font.blobs)
    // A program that has nothing else to do still waits for the document, but not for an idle thread.
    worker.ref()
    const timer = setTimeout(giveUp, longest)
    current = { task, timer }
    worker.postMessage(task.asked)
  }

  function giveUp(): void {
    const stuck = worker
    worker = undefined
    void stuck?.terminate()
    settle((task) => task.failed(new Problem('unavailable', 'pdf-too-long')))
  }

  return {
    async make(doc) {
      const createdAt = new Date(doc.createdAt).getTime()
      if (Number.isNaN(createdAt)) throw new Error('The document has no valid createdAt')
      if (waiting.length >= MOST_WAITING) throw new Problem('unavailable', 'pdf-queue-full')
      font ??= readPdfFont()
      const asked = { data: pdfData(doc, font.characters), createdAt: Math.floor(createdAt / 1000) }
      return await new Promise((done, failed) => {
        waiting.push({ asked, done, failed })
        next()
      })
    },
    async close() {
      const open = worker
      worker = undefined
      const closed = new Error('the maker of PDF files was closed')
      for (const task of waiting.splice(0)) task.failed(closed)
      settle((task) => task.failed(closed))
      await open?.terminate()
    },
  }
}

const shared = openPdfMaker()

/**
 * In: a document. Out: the bytes of a PDF/A-2a file on A4: tagged, with its title and language, our own font, and titles of tables that
 * come again on each page. Text goes in as text, never as markup; characters that the font lacks become empty boxes. The same document
 * gives the same bytes. Throws if `createdAt` is not an instant or a table's row has more cells than columns; Problem `pdf-too-long` after
 * half a minute, `pdf-queue-full` when fifty wait.
 */
export async function makePdf(doc: Doc): Promise<Uint8Array> {
  return await shared.make(doc)
}
