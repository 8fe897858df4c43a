import { nearest, type DatabaseFunction, type SchemaCache } from './schema-cache.ts';
import { restError } from './rest-error.ts';

/** The one function that takes exactly these arguments, those with defaults left out or not. */
export function chooseFunction(
  cache: SchemaCache,
  schema: string,
  name: string,
  given: readonly string[],
  options: { readonly byPost: boolean },
): DatabaseFunction {
  const overloads = cache.functions.get(name) ?? [];
  const fitting = overloads.filter((each) => fits(each, new Set(given)));
  const [only, ...others] = fitting;
  if (only === undefined) throw unknownFunction(cache, schema, name, [...given].toSorted(), options);
  if (others.length > 0) throw ambiguous(fitting);
  return only;
}

function fits(candidate: DatabaseFunction, given: ReadonlySet<string>): boolean {
  const names = new Set(candidate.parameters.map((parameter) => parameter.name));
  if (names.has('')) return false;
  const required = candidate.parameters.filter((parameter) => parameter.required);
  return [...given].every((name) => names.has(name)) && required.every(({ name }) => given.has(name));
}

function unknownFunction(
  cache: SchemaCache,
  schema: string,
  name: string,
  given: readonly string[],
  { byPost }: { readonly byPost: boolean },
): Error {
  const full = `${schema}.${name}`;
  const listed = given.length === 0 ? ' without parameters' : `(${given.join(', ')})`;
  const searched =
    given.length === 0 ? ' without parameters' : ` with parameter${given.length > 1 ? 's' : ''} ${given.join(', ')}`;
  const overloads = cache.functions.get(name);
  const near = overloads === undefined ? nearest(name, [...cache.functions.keys()]) : undefined;
  const [first] = overloads ?? [];
  const meant =
    first !== undefined
      ? `${full}(${first.parameters.map((parameter) => parameter.name).join(', ')})`
      : near === undefined
        ? undefined
        : `${schema}.${near}`;
  return restError(404, 'PGRST202', `Could not find the function ${full}${listed} in the schema cache`, {
    details:
      `Searched for the function ${full}${searched}${byPost ? ' or with a single unnamed json/jsonb parameter' : ''},` +
      ' but no matches were found in the schema cache.',
    ...(meant === undefined ? {} : { hint: `Perhaps you meant to call the function ${meant}` }),
  });
}

function ambiguous(candidates: readonly DatabaseFunction[]): Error {
  const shown = candidates.map(
    ({ schema, name, parameters }) =>
      `${schema}.${name}(${parameters.map((each) => `${each.name} => ${each.type}`).join(', ')})`,
  );
  return restError(300, 'PGRST203', `Could not choose the best candidate function between: ${shown.join(', ')}`, {
    hint: 'Try renaming the parameters or the function itself in the database so function overloading can be resolved',
  });
}
