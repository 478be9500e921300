import type { FileStore, StoredFile } from '../files/file-store.ts'
import { ApiError } from '../http/api-error.ts'
import { type Call, json, pathParam } from '../http/call.ts'
import type { ApiRoute } from '../http/router.ts'
import { isActive } from '../jobs/job.ts'
import type { JobStore } from '../jobs/job-store.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { pageOf } from '../protocol/page.ts'

/** What the calls on files need. */
export type FileParts = { readonly files: FileStore; readonly jobs: JobStore; readonly ledger: Ledger }

/** The calls under /v1/files. */
export function fileRoutes(parts: FileParts): ApiRoute[] {
  return [
    {
      method: 'POST',
      pattern: '/v1/files',
      handle: async (call) => json(fileView(await upload(parts, call))),
    },
    { method: 'GET', pattern: '/v1/files', handle: (call) => json(listFiles(parts, call.query)) },
    {
      method: 'GET',
      pattern: '/v1/files/:id',
      handle: (call) => json(fileView(requireFile(parts.files, pathParam(call, 'id'), 'id'))),
    },
    {
      method: 'GET',
      pattern: '/v1/files/:id/content',
      handle: async (call) => {
        const { id } = requireFile(parts.files, pathParam(call, 'id'), 'id')
        return {
          kind: 'bytes',
          bytes: await parts.files.content(id),
          contentType: 'application/octet-stream',
        }
      },
    },
    {
      method: 'DELETE',
      pattern: '/v1/files/:id',
      handle: async (call) => json(await deleteFile(parts, call)),
    },
  ]
}

/** A stored file. @throws {ApiError} 404 naming the parameter that named it. */
export function requireFile(files: FileStore, id: string, param: string): StoredFile {
  const file = files.find(id)
  if (file !== undefined) return file
  const message = `No such File object: '${id}'. GET /v1/files lists those that are here.`
  throw new ApiError({ status: 404, code: 'file_not_found', message, param })
}

async function upload({ files, ledger }: FileParts, call: Call): Promise<StoredFile> {
  const form = await parseForm(call)
  const purpose = form.get('purpose')
  if (purpose !== 'fine-tune') {
    const found = typeof purpose === 'string' ? `'${purpose}'` : 'nothing'
    const message = `Invalid value for 'purpose': expected 'fine-tune', the only purpose of this endpoint, found ${found}.`
    throw new ApiError({ status: 400, code: 'invalid_value', message, param: 'purpose' })
  }
  const file = form.get('file')
  if (!(file instanceof File)) throw badForm("Expected a form field 'file' with the file, found none.")
  const stored = await files.add(file.name, Buffer.from(await file.arrayBuffer()))
  ledger.count({ files: 1 })
  return stored
}

async function parseForm(call: Call): Promise<FormData> {
  if (!call.contentType.startsWith('multipart/form-data')) {
    throw badForm(`Expected a body of type multipart/form-data, found '${call.contentType}'.`)
  }
  try {
    const headers = { 'content-type': call.contentType }
    return await new Response(new Uint8Array(call.body), { headers }).formData()
  } catch {
    throw badForm('Expected a well-formed multipart/form-data body, found one that does not parse.')
  }
}

function badForm(message: string): ApiError {
  return new ApiError({ status: 400, code: 'invalid_form', message, param: 'file' })
}

function listFiles({ files }: FileParts, query: URLSearchParams) {
  const newestFirst =
    query.get('purpose') === 'fine-tune' || query.get('purpose') === null ? files.list() : []
  const items = query.get('order') === 'asc' ? newestFirst.toReversed() : newestFirst
  const page = pageOf({ items, query, defaultLimit: 10_000, maxLimit: 10_000 })
  return { ...page, data: page.data.map(fileView) }
}

async function deleteFile({ files, jobs }: FileParts, call: Call) {
  const { id } = requireFile(files, pathParam(call, 'id'), 'id')
  const user = jobs.list().find((job) => isActive(job) && job.trainingFile === id)
  if (user !== undefined) {
    const message = `The file '${id}' is in use by the fine-tuning job '${user.id}' (${user.status}). Cancel the job or wait for its end.`
    throw new ApiError({ status: 409, code: 'file_in_use', message, param: 'id' })
  }
  await files.remove(id)
  return { id, object: 'file', deleted: true }
}

function fileView(file: StoredFile) {
  return {
    id: file.id,
    object: 'file',
    bytes: file.bytes,
    created_at: Math.floor(file.createdAtMs / 1000),
    filename: file.filename,
    purpose: 'fine-tune',
    status: 'processed',
    /** Extension: lets a client find what it uploaded before. */
    sha256: file.sha256,
  }
}
