/** What every job queue implements. */
export interface JobQueue {
  push(): Promise<void>;
}

const provider: JobQueue = { push: async () => {} };

export default provider;
