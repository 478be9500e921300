/** Listeners within this process, by channel. A hint only: who listens also polls. */
export interface WakeChannels {
  onWake(channel: string, listener: () => void): () => void
  wake(channel: string): void
}

export function createWakeChannels(): WakeChannels {
  const channels = new Map<string, Set<() => void>>()
  return {
    onWake: (channel, listener) => {
      const listeners = channels.get(channel) ?? new Set()
      channels.set(channel, listeners.add(listener))
      return () => listeners.delete(listener)
    },
    wake: (channel) => {
      for (const listener of channels.get(channel) ?? []) listener()
    },
  }
}
