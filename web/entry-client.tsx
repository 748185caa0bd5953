import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import { hydrate } from 'solid-js/web'
import { App } from './app.tsx'
import './ui/style.css'

const root = document.getElementById('app')
const data = document.getElementById('me')?.textContent
if (root) hydrate(() => <App me={data ? (JSON.parse(data) as Me | null) : null} />, root)
