import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

export default defineConfig({
  plugins: [solid({ ssr: true })],
  publicDir: 'public',
  appType: 'custom',
  ssr: { noExternal: [/^@solidjs\//, /^@solid-primitives\//, /^@portal\//] },
})
