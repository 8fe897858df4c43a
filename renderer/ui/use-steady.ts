import { useLayoutEffect, useRef, useState } from 'react';

type Functions<T> = { readonly [K in keyof T]: (...given: never[]) => unknown };

/** The same object for ever, whose functions are the latest ones: what is given it need not be drawn again for them. */
export function useSteady<T extends Functions<T>>(functions: T): T {
  const latest = useRef(functions);
  useLayoutEffect(() => {
    latest.current = functions;
  });
  const [steady] = useState(
    () =>
      Object.fromEntries(
        (Object.keys(functions) as (keyof T)[]).map((name) => [
          name,
          (...given: never[]) => latest.current[name](...given),
        ]),
      ) as T,
  );
  return steady;
}
