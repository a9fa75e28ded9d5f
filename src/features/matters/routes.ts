import { type Route, uploads } from '../../platform/http.ts'
import { uploadsFiles } from './access.ts'
import { uploadFile } from './actions.ts'
import { mattersApi } from './contract.ts'

export const mattersRoutes: readonly Route[] = [
  uploads(mattersApi.upload, uploadsFiles, (tx, ctx, { query, body }) => uploadFile(tx, ctx, { name: query.name, bytes: body })),
]
