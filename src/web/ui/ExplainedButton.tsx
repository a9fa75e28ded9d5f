import { useId, useState } from 'react'
import { Button, type ButtonProps } from './Button.tsx'

/** A button that is never dead: with `whyNot` it can still be reached and pressed, and then says what is missing. */
export function ExplainedButton({ whyNot, onPress, ...rest }: ButtonProps & { whyNot: string | undefined }) {
  const id = useId()
  const [pressed, setPressed] = useState(0)
  if (whyNot === undefined) return <Button onPress={onPress} {...rest} />
  const explain = (event: { preventDefault: () => void }) => {
    event.preventDefault()
    setPressed(pressed + 1)
  }
  return (
    <span className="explained">
      <Button {...rest} onPress={explain} aria-disabled aria-describedby={id} />
      <span id={id} className="why-not" role={pressed > 0 ? 'alert' : undefined} key={pressed}>
        {whyNot}
      </span>
    </span>
  )
}
