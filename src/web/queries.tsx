import { QueryClient, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import type { Endpoint } from '../lib/contract.ts'
import { ask, type How, type Input, isApiProblem, newKey, type Output, sentenceOf } from './client.ts'
import { useActingOrg } from './router-hooks.ts'
import { texts } from './texts.ts'
import { Button } from './ui/Button.tsx'
import { LinkButton } from './ui/Link.tsx'
import { NotFound } from './ui/NotFound.tsx'
import { Notice } from './ui/Notice.tsx'
import { PageHead } from './ui/PageHead.tsx'

/** One per tab. Nothing is fetched again behind the reader's back: pages say that there is news instead. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false, retry: false, staleTime: 5_000 } } })
}

/** The key of a read, for those who must set or drop what is kept. */
export function readKey(org: string, endpoint: Endpoint, input?: { params?: unknown; query?: unknown }): unknown[] {
  return input === undefined ? [org, endpoint.path] : [org, endpoint.path, input.params ?? {}, input.query ?? {}]
}

/** What a read returns, kept for the page. `enabled: false` asks nothing yet. */
export function useRead<E extends Endpoint>(
  endpoint: E,
  input: Input<E>,
  options: { enabled?: boolean; refetchEvery?: number } = {},
): UseQueryResult<Output<E>> {
  const org = useActingOrg()
  return useQuery({
    queryKey: readKey(org, endpoint, input),
    queryFn: ({ signal }) => ask(endpoint, { ...input, org, signal }),
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchEvery ?? false,
  })
}

export type Command<E extends Endpoint> = {
  /** Undefined when it was refused: the sentence is then in `problem`. Never throws. */
  run: (input: Input<E> & How) => Promise<Output<E> | undefined>
  busy: boolean
  problem: string | undefined
  /** The code of the refusal, for a page that does more than say the sentence. */
  code: string | undefined
  done: boolean
  reset: () => void
}

type State = { busy: boolean; error: unknown; done: boolean }
const RESTING: State = { busy: false, error: undefined, done: false }

/**
 * A command of this page. The same input again after a fault goes under the same key, so that it is done once. Afterwards
 * everything shown of the organisation is read again, unless `refresh` is false.
 */
export function useCommand<E extends Endpoint>(endpoint: E, options: { refresh?: boolean } = {}): Command<E> {
  const org = useActingOrg()
  const client = useQueryClient()
  const [state, setState] = useState(RESTING)
  const attempt = useRef<{ input: string; key: string }>(undefined)

  const run = async (input: Input<E> & How): Promise<Output<E> | undefined> => {
    const same = JSON.stringify(input)
    if (attempt.current?.input !== same) attempt.current = { input: same, key: newKey() }
    setState({ ...RESTING, busy: true })
    try {
      const output = await ask(endpoint, { org, key: attempt.current.key, ...input })
      attempt.current = undefined
      if (options.refresh !== false) await client.invalidateQueries({ queryKey: [org] })
      setState({ ...RESTING, done: true })
      return output
    } catch (error) {
      setState({ ...RESTING, error })
      return undefined
    }
  }
  return {
    run,
    busy: state.busy,
    problem: state.error === undefined ? undefined : sentenceOf(state.error),
    code: isApiProblem(state.error) ? state.error.code : undefined,
    done: state.done,
    reset: () => setState(RESTING),
  }
}

/** The page for what a read gives: waiting, fault with a way on, not found, or the thing itself. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) {
    return <Fault error={query.error} onRetry={query.refetch} />
  }
  return (
    <p className="loading" role="status">
      {texts.loading}
    </p>
  )
}

/** What stands instead of a page that could not be read: not found, or the fault's sentence with a way on. */
export function Fault({ error, onRetry }: { error: unknown; onRetry: () => unknown }) {
  if (isApiProblem(error) && error.status === 404) return <NotFound />
  // Trying again would be refused again. The start page knows where she may be.
  if (isApiProblem(error) && error.status === 403) {
    return (
      <>
        <PageHead title={error.code === 'no-mandate' ? texts.noMandateTitle : texts.noAccessTitle} state={error.detail} />
        <LinkButton href="/" outside>
          {texts.toOwnPages}
        </LinkButton>
      </>
    )
  }
  return (
    <Notice kind="error" title={texts.faultTitle}>
      <p>{sentenceOf(error)}</p>
      <Button onPress={onRetry}>{texts.tryAgain}</Button>
    </Notice>
  )
}
