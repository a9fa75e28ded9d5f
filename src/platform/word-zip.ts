import { dosTime } from './zip.ts'

const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END_OF_DIRECTORY = 0x06054b50
const END_LENGTH = 22

/**
 * In: a zip file without comment or zip64, as docx makes it, and an instant. Out: the same bytes, changed in place, with that instant as
 * the time of every file in it: docx writes the clock's, and the same document must give the same bytes. Throws on anything but a zip file.
 */
export function withZipTime(zip: Uint8Array, instant: Date): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const end = zip.byteLength - END_LENGTH
  if (end < 0 || view.getUint32(end, true) !== END_OF_DIRECTORY) throw new Error('Not a zip file, or one with a comment')
  const { time, date } = dosTime(instant)
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  for (let entry = 0; entry < count; entry += 1) {
    const local = view.getUint32(at + 42, true)
    if (view.getUint32(at, true) !== CENTRAL_HEADER || view.getUint32(local, true) !== LOCAL_HEADER)
      throw new Error('The zip file has a broken directory')
    view.setUint16(at + 12, time, true)
    view.setUint16(at + 14, date, true)
    view.setUint16(local + 10, time, true)
    view.setUint16(local + 12, date, true)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return zip
}
