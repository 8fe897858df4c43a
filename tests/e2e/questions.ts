import type { RunningApp } from './app.ts';

interface Asked {
  questions?: string[];
}

/** Answers the program's message boxes in order, by the number of the button, the same way on every host. */
export async function answerQuestions(app: RunningApp, answers: readonly number[]): Promise<void> {
  await app.electron.evaluate(({ dialog }, given) => {
    const left = [...given];
    const questions: string[] = [];
    (globalThis as Asked).questions = questions;
    const answer = (...args: readonly unknown[]) => {
      const { message } = args.at(-1) as { message: string };
      questions.push(message);
      return Promise.resolve({ response: left.shift() ?? 0, checkboxChecked: false });
    };
    dialog.showMessageBox = answer as typeof dialog.showMessageBox;
  }, answers);
}

export const questionsAsked = (app: RunningApp): Promise<readonly string[] | undefined> =>
  app.electron.evaluate(() => (globalThis as Asked).questions);
