/** Channel that is woken when there may be new work or a run's state has changed. */
export const samplingChannel = 'sampling'
