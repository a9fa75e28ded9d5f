import * as z from 'zod/mini'

/** What crosses the border between browser and server, declared once. `:org` in a path is the acting organisation. */
export type Endpoint<
  P extends z.ZodMiniType = z.ZodMiniType,
  Q extends z.ZodMiniType = z.ZodMiniType,
  B extends z.ZodMiniType = z.ZodMiniType,
  R extends z.ZodMiniType = z.ZodMiniType,
> = {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  carries: 'json' | 'upload' | 'download'
  params: P
  query: Q
  body: B
  returns: R
}

const nothing = z.strictObject({})
type Nothing = typeof nothing

/** A read. `params` and `query` are shapes of texts; `returns` is also the privacy guard: other fields cannot leave. */
export function get<R extends z.ZodMiniType, P extends z.ZodMiniType = Nothing, Q extends z.ZodMiniType = Nothing>(
  path: string,
  shape: { params?: P; query?: Q; returns: R },
): Endpoint<P, Q, Nothing, R> {
  return {
    method: 'GET',
    path,
    carries: 'json',
    params: (shape.params ?? nothing) as P,
    query: (shape.query ?? nothing) as Q,
    body: nothing,
    returns: shape.returns,
  }
}

/** A command. It always travels with an Idempotency-Key, and repeating it changes nothing. */
export function post<R extends z.ZodMiniType, B extends z.ZodMiniType = Nothing, P extends z.ZodMiniType = Nothing>(
  path: string,
  shape: { params?: P; body?: B; returns: R },
): Endpoint<P, Nothing, B, R> {
  return {
    method: 'POST',
    path,
    carries: 'json',
    params: (shape.params ?? nothing) as P,
    query: nothing,
    body: (shape.body ?? nothing) as B,
    returns: shape.returns,
  }
}

/** A command whose body is the bytes of one file; its name and whatever else travel in the query. */
export function upload<R extends z.ZodMiniType, Q extends z.ZodMiniType, P extends z.ZodMiniType = Nothing>(
  path: string,
  shape: { params?: P; query: Q; returns: R },
): Endpoint<P, Q, Nothing, R> {
  return {
    method: 'POST',
    path,
    carries: 'upload',
    params: (shape.params ?? nothing) as P,
    query: shape.query,
    body: nothing,
    returns: shape.returns,
  }
}

/** A read that answers with a file, always as an attachment. */
export function download<P extends z.ZodMiniType = Nothing, Q extends z.ZodMiniType = Nothing>(
  path: string,
  shape: { params?: P; query?: Q },
): Endpoint<P, Q, Nothing, Nothing> & { carries: 'download' } {
  return {
    method: 'GET',
    path,
    carries: 'download',
    params: (shape.params ?? nothing) as P,
    query: (shape.query ?? nothing) as Q,
    body: nothing,
    returns: nothing,
  }
}

/** Something to do later, or outside. The payload holds ids only; `org` is the one organisation it runs in. */
export type Job<P extends z.ZodMiniType = z.ZodMiniType> = { name: string; payload: P }

/** Declares a job: its name, and the shape of its payload. */
export function job<P extends z.ZodMiniType>(name: string, payload: P): Job<P> {
  return { name, payload }
}

/** Fills the :names of a path. Refuses a missing name, so that no address with a hole is ever asked for. */
export function fillPath(path: string, params: Record<string, string>): string {
  return path.replace(/:([a-zA-Z]+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`no ${name} for ${path}`)
    return encodeURIComponent(value)
  })
}
