import { Component, type ReactNode } from 'react'
import { texts } from '../texts.ts'
import { Button } from './Button.tsx'
import { Notice } from './Notice.tsx'

type Props = { children: ReactNode }

/** A page that broke shows one sentence instead of nothing. React knows no way to say this but a class. */
export class ErrorBoundary extends Component<Props, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override render() {
    if (!this.state.isBroken) return this.props.children
    return (
      <Notice kind="error" title={texts.faultTitle}>
        <p>{texts.fault}</p>
        <Button onPress={() => location.reload()}>{texts.reload}</Button>
      </Notice>
    )
  }
}
