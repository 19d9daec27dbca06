import type { Plugin } from 'vite'

export declare const mutants: () => Plugin
