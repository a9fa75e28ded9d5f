import { wordDiff } from '../../lib/word-diff.ts'
import { texts } from '../texts.ts'

/** What was taken away and added, word by word: struck out and underlined to the eye, in words to the ear. */
export function Diff({ before, after }: { before: string; after: string }) {
  if (before === after) return <p className="soft">{texts.noDifference}</p>
  return (
    <p className="diff prewrap">
      {wordDiff(before, after).map(({ kind, text }, place) => {
        if (kind === 'same') return <span key={place}>{text}</span>
        const Mark = kind === 'added' ? 'ins' : 'del'
        return (
          <Mark key={place}>
            <span className="for-ears"> {kind === 'added' ? texts.addedWords : texts.removedWords} </span>
            {text}
            <span className="for-ears"> {texts.endOfChange} </span>
          </Mark>
        )
      })}
    </p>
  )
}
