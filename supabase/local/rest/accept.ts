import { leftOut, restError } from './rest-error.ts';

/** How the rows are to come: a list, or one object and no other number of rows. The first type that is known counts. */
export function acceptedShape(header: string | undefined): 'list' | 'object' {
  const types = (header ?? '*/*').split(',').map((each) => each.trim().toLowerCase());
  for (const type of types) {
    const [name = '', ...parameters] = type.split(';').map((each) => each.trim());
    switch (name) {
      case '*/*':
      case 'application/*':
      case 'application/json':
        return 'list';
      case 'application/vnd.pgrst.object+json':
      case 'application/vnd.pgrst.object':
        if (parameters.includes('nulls=stripped')) throw leftOut('answers without their nulls');
        return 'object';
      case 'application/vnd.pgrst.array+json':
      case 'application/vnd.pgrst.array':
      case 'application/vnd.pgrst.plan+json':
      case 'application/vnd.pgrst.plan+text':
      case 'application/geo+json':
      case 'application/octet-stream':
      case 'text/csv':
      case 'text/plain':
      case 'text/xml':
        throw leftOut(`answers of type ${name}`);
    }
  }
  throw restError(406, 'PGRST107', `None of these media types are available: ${types.join(', ')}`);
}
