import { useEffect, useState } from 'react';
import type { CallName, Input, Output } from '../../app/ipc/contract.ts';
import { useApp } from '../app-services.ts';

export type Answer<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'there'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What a call answers, asked anew whenever `turn` changes; what was there stays until the new answer is. */
export function useAnswer<N extends CallName>(name: N, input: Input<N>, turn: number): Answer<Output<N>> {
  const { client } = useApp();
  const [answer, setAnswer] = useState<Answer<Output<N>>>({ kind: 'loading' });
  const asked = JSON.stringify(input);
  useEffect(() => {
    let wanted = true;
    client.call(name, JSON.parse(asked) as Input<N>).then(
      (value) => {
        if (wanted) setAnswer({ kind: 'there', value });
      },
      (error: unknown) => {
        if (wanted) setAnswer({ kind: 'failed', error });
      },
    );
    return () => {
      wanted = false;
    };
  }, [client, name, asked, turn]);
  return answer;
}
