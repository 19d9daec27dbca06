// Questions that arrive together are answered together: one look at the fence and one transaction serve them all.

interface Waiting<Question, Answer> {
  readonly question: Question
  readonly resolve: (answer: Answer) => void
  readonly reject: (bug: unknown) => void
}

/**
 * Gathers questions while others are being answered. A question is only answered by work that began after it was asked:
 * so whatever was true of the log before it is known to its answer. `Answers` are in the order of the questions.
 */
export const inBatches = <Question, Answer>(
  answerAll: (questions: ReadonlyArray<Question>) => Promise<ReadonlyArray<Answer>>,
): ((question: Question) => Promise<Answer>) => {
  let queue: Waiting<Question, Answer>[] = []
  let isRunning = false

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      // Those who ask in this turn of the event loop are one batch.
      await new Promise((resolve) => setImmediate(resolve))
      const batch = queue
      queue = []
      try {
        const answers = await answerAll(batch.map(({ question }) => question))
        for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer)
      } catch (bug) {
        for (const { reject } of batch) reject(bug)
      }
    }
    isRunning = false
  }

  return (question) =>
    new Promise((resolve, reject) => {
      queue.push({ question, resolve, reject })
      if (isRunning) return
      isRunning = true
      void run()
    })
}
