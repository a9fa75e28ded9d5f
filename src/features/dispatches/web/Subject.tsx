/** A subject whose dates and paragraphs are never divided between two lines. The text itself stays as it was sent. */
export function Subject({ text }: { text: string }) {
  return text.split(/(\d{4}-\d{2}-\d{2}|§ \S+)/).map((part, place) =>
    place % 2 === 0 ? (
      part
    ) : (
      <span key={place} className="unbroken">
        {part}
      </span>
    ),
  )
}
