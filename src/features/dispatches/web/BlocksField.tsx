import { useState } from 'react'
import type { Block } from '../../../lib/blocks.ts'
import { blocksToEditable, keepBlockIds } from '../../../lib/blocks-edit.ts'
import type { FieldProps } from '../../../web/ui/Field.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { newId } from './new-id.ts'

type BlocksFieldProps = FieldProps & { value: readonly Block[]; onChange: (value: Block[]) => void; rows?: number }

/**
 * A text with paragraphs, lists and tables in a plain box. What is typed stays as typed; blocks are made of it as it changes,
 * and keep their ids. Shown anew under another key.
 */
export function BlocksField({ value, onChange, rows = 6, ...field }: BlocksFieldProps) {
  const [text, setText] = useState(() => blocksToEditable(value))
  const change = async (next: string) => {
    setText(next)
    // Fetched with the first change: who only reads the form does not need it.
    const { parseBlocks } = await import('../../../lib/blocks-parse.ts')
    onChange(keepBlockIds(value, parseBlocks(next, newId)))
  }
  return <TextArea {...field} rows={rows} value={text} onChange={(next) => void change(next)} />
}
