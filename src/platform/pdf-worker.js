// @ts-check
// Typst in a thread of its own: its call holds the thread until the file is made. Plain JavaScript, so that it runs from the sources
// as it is, on the oldest Node too; the build puts it beside the server.
import { parentPort, workerData } from 'node:worker_threads'
import typst from '@myriaddreamin/typst-ts-node-compiler'

const { fonts, program, workspace } = workerData
const compiler = typst.NodeCompiler.create({
  workspace,
  fontArgs: [{ fontBlobs: fonts.map((/** @type {Uint8Array} */ font) => Buffer.from(font)) }],
})

/** @param {{ data: string, createdAt: number }} asked */
function make({ data, createdAt }) {
  const compiled = compiler.compile({ mainFileContent: program, inputs: { data } })
  const document = compiled.result
  const faults = compiled.takeDiagnostics()
  if (document === null || compiled.hasError()) return { fault: said(faults) }
  return { bytes: compiler.pdf(document, { pdfStandard: 'a-2a', creationTimestamp: createdAt }) }
}

/** Where and why, and nothing of what the document says. @param {any} faults */
function said(faults) {
  if (!faults) return 'no reason given'
  return compiler
    .fetchDiagnostics(faults)
    .map((/** @type {any} */ fault) => `${fault.range ?? ''} ${fault.message ?? ''}`.trim())
    .join('; ')
}

/** @param {any} error */
function reasonOf(error) {
  // The compiler's own errors say why in `code`, and may have no message.
  return [error?.message, error?.code].filter((text) => typeof text === 'string' && text !== '').join(' ') || 'unknown'
}

parentPort?.on('message', (asked) => {
  try {
    parentPort?.postMessage(make(asked))
  } catch (error) {
    parentPort?.postMessage({ fault: reasonOf(error) })
  } finally {
    // Without it the compiler keeps every document it has made.
    compiler.evictCache(2)
  }
})
