import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import { createContext, useContext } from 'solid-js'

/** Who visits; null for a visitor. Comes with the page, so no request follows. */
export const MeContext = createContext<Me | null>(null)
export const useMe = () => useContext(MeContext)
