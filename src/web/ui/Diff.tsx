import { isAnotherText, wordDiff } from '../../lib/word-diff.ts'
import { texts } from '../texts.ts'

type DiffProps = {
  before: string
  after: string
  title?: string
  /** What the two texts are called, where they stand one after the other. */
  names?: readonly [before: string, after: string]
}

/**
 * What was taken away and added, word by word: struck out and underlined to the eye, in words to the ear. Two texts with little in
 * common stand whole, one after the other.
 */
export function Diff({ before, after, title, names }: DiffProps) {
  if (before === after) return <p className="soft">{texts.noDifference}</p>
  if (names && before.trim() !== '' && after.trim() !== '' && isAnotherText(before, after)) {
    return (
      <>
        <p className="small-head">{names[0]}</p>
        <p className="prewrap">{before}</p>
        <p className="small-head">{names[1]}</p>
        <p className="prewrap">{after}</p>
      </>
    )
  }
  return (
    <>
      {title !== undefined && <p className="small-head">{title}</p>}
      <WordDiff before={before} after={after} />
    </>
  )
}

function WordDiff({ before, after }: { before: string; after: string }) {
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
