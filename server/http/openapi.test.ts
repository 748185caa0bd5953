import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
beforeAll(async () => {
  test = await createTestApp()
})
afterAll(() => test.drop())

describe('the description of the API', () => {
  it('follows the Dutch API Design Rules', async () => {
    const heard = await test.call('GET', '/openapi.json')
    expect(heard.headers.get('Content-Type')).toMatch(/^application\/json/)
    expect(heard.headers.get('Access-Control-Allow-Origin')).toBe('*')
    const document = heard.body as unknown as {
      openapi: string
      info: { version: string; title: string; contact: Record<string, string> }
      servers: { url: string }[]
      tags: { name: string }[]
      paths: Record<
        string,
        Record<
          string,
          {
            operationId: string
            parameters?: { in: string; name: string }[]
            description: string
            tags: string[]
            responses: Record<string, { headers?: object; content?: object }>
          }
        >
      >
    }
    expect(document.openapi).toMatch(/^3\.1/)
    expect(document.info.version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(document.info.version).toBe(heard.headers.get('API-Version'))
    expect(document.info.contact).toMatchObject({
      name: expect.any(String),
      url: expect.stringMatching(/^https:/),
      email: expect.stringContaining('@'),
    })
    expect(document.servers.map(({ url }) => new URL(url).pathname)).toEqual(['/api/v1'])
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )
    expect(operations.length).toBeGreaterThan(30)
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
    const keys = new Set<string>()
    const look = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [key, each] of Object.entries(value)) {
        // A tuple of an older JSON Schema, which OpenAPI 3.1 does not know.
        if (key === 'items') expect(Array.isArray(each)).toBe(false)
        if (key === 'properties') for (const name of Object.keys(each as object)) keys.add(name)
        look(each)
      }
    }
    look(document.paths)
    expect([...keys].filter((key) => !/^[a-z][a-zA-Z0-9]*$/.test(key))).toEqual([])
    for (const { path, method, operation } of operations) {
      const where = `${method} ${path}`
      expect(path, where).toMatch(/^(\/([a-z]+(-[a-z]+)*|\{[a-z][a-zA-Z]*\}))+$/)
      expect(['get', 'post', 'put', 'patch', 'delete'], where).toContain(method)
      for (const parameter of operation.parameters ?? [])
        expect(parameter.name, where).toMatch(/^[a-z][a-zA-Z0-9]*$/)
      expect(operation.description, where).toBeTruthy()
      for (const tag of operation.tags) expect(document.tags, where).toContainEqual({ name: tag })
      for (const [status, answer] of Object.entries(operation.responses)) {
        if (Number(status) >= 400)
          expect(Object.keys(answer.content ?? {}), `${where} ${status}`).toEqual([
            'application/problem+json',
          ])
        expect(answer.headers, `${where} ${status}`).toHaveProperty('API-Version')
      }
    }
  })

  it('is not found with a slash at the end, as nothing is', async () => {
    expect((await test.call('GET', '/offerings/')).status).toBe(404)
    expect((await test.call('GET', '/openapi.json/')).status).toBe(404)
  })
})
